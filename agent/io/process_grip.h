// Holding on to processes (pidfd_open(2)): while a grip is held its number means the same process, so that a
// signal never reaches someone else.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "agent/io/process_list.h"
#include "common/instant.h"
#include "common/io/unique_fd.h"

namespace balm::agent {

// A handle of the process that has this number now; empty when there is none.
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

// Sends `signal` if the process still is the one `entry` tells of.
void signal_process(const ProcessEntry& entry, int signal);

// Waits until all have ended, at most `longest`. Returns how many have not.
std::size_t wait_for_end(const std::vector<ProcessGrip>& grips, Duration longest);

// TERM (or `signal`) to all, KILL to what is left after `grace`. Returns those that would not go.
std::vector<pid_t> end_processes(const std::vector<ProcessGrip>& grips, int signal, Duration grace);

// "HUP", "SIGHUP" or "1"; 0 when there is no such signal.
int signal_number(std::string_view name);

}  // namespace balm::agent
