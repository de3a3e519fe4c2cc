// The processes of this host as /proc tells of them (proc(5)). A number alone is never trusted: it may belong
// to someone else by now. Its start time says whether it still means the same process; process_grip.h holds
// on to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "common/instant.h"

namespace balm::agent {

struct ProcessEntry {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  uid_t user = 0;
  char state = '?';               // Z: a zombie
  std::uint64_t start_ticks = 0;  // clock ticks since boot
  std::string name;               // of the program, at most 15 characters

  bool is_dead() const { return state == 'Z' || state == 'X'; }
  bool operator==(const ProcessEntry& other) const {
    return pid == other.pid && start_ticks == other.start_ticks;
  }
};

// Zombies, too; nothing when there is no such process.
std::optional<ProcessEntry> read_process(pid_t pid);

// Nothing for zombies.
std::optional<ProcessEntry> find_process(pid_t pid);

// By pid.
std::vector<ProcessEntry> list_with_zombies();
std::vector<ProcessEntry> list_processes();  // without

// When it started, by the wall clock as it is set now.
WallTime started_at(const ProcessEntry& entry);

// Arguments joined by spaces; empty for kernel threads and what we may not read.
std::string command_line_of(pid_t pid);

// The value of `name` in a process's environment as it was when it started; nothing when it has none or we
// may not look.
std::optional<std::string> started_with(pid_t pid, std::string_view name);

// Whether it holds a deleted file open below `folder`.
bool holds_deleted_under(pid_t pid, const std::string& folder);

// This process, those above it, and process 1: never to be ended from here.
std::vector<pid_t> untouchable_processes();

// Children of this process, dead ones included.
std::vector<pid_t> own_children();

// The kernel's clock ticks since boot, as in ProcessEntry::start_ticks.
std::uint64_t ticks_now();

std::string kernel_boot_id();

}  // namespace balm::agent
