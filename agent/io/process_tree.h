// Finding and ending what a task has begun, by what the kernel says of each process in /proc: its parent, its
// session, its start time, its environment (process_list.h).
//
// The executor is a subreaper (prctl): whoever loses its parent below it becomes its child. So what belongs
// to a task is
//   - its worker and all that descends from it,
//   - what has lost its parent since the task began to act: children of this process that it does not know,
//   - everything in the worker's session,
//   - whatever carries BALM_ATTEMPT=<attempt> and BALM_EXECUTOR=<this one> in its environment (found even
//   after this process was restarted). Another master's attempts on this machine have the same numbers.
// Except services: what carries BALM_SERVICE, or is known to be one, was started in order to stay, and
// neither it nor its children are touched. Nor is what carries BALM_CHECK.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

#include "agent/executor/attempt.h"
#include "agent/io/process_list.h"

namespace balm::agent {

inline constexpr const char* kAttemptMark = "BALM_ATTEMPT";
inline constexpr const char* kExecutorMark = "BALM_EXECUTOR";
inline constexpr const char* kServiceMark = "BALM_SERVICE";
inline constexpr const char* kCheckMark = "BALM_CHECK";

// Whose processes are meant.
struct TaskTrace {
  executor::WorkerMark worker;  // pid 0: unknown
  std::string attempt;          // "1042.2"
  std::string executor;         // folder_mark() of whose attempt it is
  // When it could begin to act. 0: before this process was there, so orphans are not its.
  std::uint64_t began_ticks = 0;
  std::set<pid_t> others;    // children of this process that are something else
  std::set<pid_t> services;  // known to be meant to stay, whatever /proc shows of them
};

// What kExecutorMark is for the executor that keeps its journal in `folder`: the same after a restart,
// another for every other one on the machine.
std::string folder_mark(const std::string& folder);

// The living ones, services left out.
std::vector<ProcessEntry> task_processes(const TaskTrace& trace);

// Sends `signal` to all task_processes(). How many there were.
std::size_t signal_task(const TaskTrace& trace, int signal);

// Kills until nothing is left, also what is forked meanwhile; at most a second. False when something would
// not go.
bool kill_task(const TaskTrace& trace);

}  // namespace balm::agent
