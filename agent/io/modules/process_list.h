// The processes of this host as /proc tells of them. A number alone is never trusted: start time and handle
// (pidfd) say whether it still means the same process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "common/instant.h"
#include "common/io/unique_fd.h"

namespace balm::agent::modules {

struct ProcessEntry {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  uid_t user = 0;
  char state = '?';
  std::uint64_t start_ticks = 0;  // clock ticks since boot
  std::string name;               // of the program, at most 15 characters

  bool is_dead() const { return state == 'Z' || state == 'X'; }
  bool operator==(const ProcessEntry& other) const {
    return pid == other.pid && start_ticks == other.start_ticks;
  }
};

// When it started, by the wall clock as it is set now.
WallTime started_at(const ProcessEntry& entry);

// All but zombies, by pid.
std::vector<ProcessEntry> list_processes();
std::optional<ProcessEntry> find_process(pid_t pid);

// Arguments joined by spaces; empty for kernel threads and what we may not read.
std::string command_line_of(pid_t pid);
// Value of a variable in the environment it was started with.
std::optional<std::string> started_with(pid_t pid, std::string_view name);
// Whether it holds a deleted file open below `folder`.
bool holds_deleted_under(pid_t pid, const std::string& folder);

// This process, those above it, and process 1: never to be ended from here.
std::vector<pid_t> untouchable_processes();

// A handle of the process that has this number now (pidfd); empty when there is none.
UniqueFd process_handle(pid_t pid);

// A process that will not turn into another one while this is held.
class ProcessGrip {
 public:
  // Empty when it is gone by now.
  static ProcessGrip take(const ProcessEntry& entry);

  explicit operator bool() const { return static_cast<bool>(handle_); }
  const ProcessEntry& entry() const { return entry_; }
  // False with errno when it could not be sent.
  bool send(int signal) const;
  bool ended() const;

 private:
  ProcessEntry entry_;
  UniqueFd handle_;
};

// Waits until all have ended, at most `longest`. Returns how many have not.
std::size_t wait_for_end(const std::vector<ProcessGrip>& grips, Duration longest);

// TERM (or `signal`) to all, KILL to what is left after `grace`. Returns those that would not go.
std::vector<pid_t> end_processes(const std::vector<ProcessGrip>& grips, int signal, Duration grace);

// "HUP", "SIGHUP" or "1"; 0 when there is no such signal.
int signal_number(std::string_view name);

}  // namespace balm::agent::modules
