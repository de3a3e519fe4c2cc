// The one task a host may run at a time, from the order to the end of its worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "agent/executor/attempt.h"
#include "common/instant.h"
#include "common/task.h"
#include "common/value.h"

namespace balm::executor {

struct CurrentTask {
  enum class Phase {
    Preparing,  // the worker reads the state; nothing is journalled, nothing has acted
    Running,    // journalled as started
    Ending,     // its worker was told to end; `verdict` says why
    Killed,     // so was the kernel
    Stuck,      // answered, but its worker does not die: the host stays taken
  };

  Task task;  // without its files and scope
  WorkerMark worker;
  Phase phase = Phase::Preparing;
  bool start_unconfirmed = false;  // START was handed to the journal in the last step of the core
  bool awaits_go = false;          // so was the begin of a step
  Instant begun;
  Instant deadline;  // of the present phase, or when to look again within it
  Instant kill_at;   // while Ending: the end of its grace
  TaskOutcome verdict = TaskOutcome::None;
  std::string why;
  bool worker_gone = false;
  ValueList details;  // results of ended steps, for an end the worker cannot report itself
  std::int64_t first_action_us = 0;
};

}  // namespace balm::executor
