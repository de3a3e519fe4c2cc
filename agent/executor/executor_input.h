// Everything that can happen to the executor's core. Closed.
//
// Contract of the shell: effects of one step are carried out in order; when one that concerns the journal
// fails, the rest of that list is dropped and JournalFailed is the very next input.
#pragma once

#include <string>
#include <variant>

#include "agent/executor/attempt.h"
#include "agent/local_message.h"
#include "common/ids.h"
#include "common/task.h"
#include "common/value.h"

namespace balm::executor {

// The agent process is there, new or again; it knows nothing yet.
struct AgentUp {};

// An order to run a task, with the worker that waits for it.
struct TaskArrived {
  agent::Execute order;
  WorkerMark worker;           // pid 0: none could be had
  std::string worker_trouble;  // why
  bool journal_room = true;    // a whole attempt fits into the journal
};

struct TaskAsked {
  AttemptId attempt;
};
struct ResultAcked {
  AttemptId attempt;
};
struct CancelAsked {
  AttemptId attempt;
};
struct StandingArrived {
  Standing standing;
};

// Time for a new stamp; `stamp` comes from the kernel's random source.
struct StampDue {
  std::string stamp;
};

// The worker has read the state, and asks before each step whether it may act. It has not acted when it asks
// first.
struct StepAsked {
  AttemptId attempt;
  std::string step;
};
struct StepEnded {
  AttemptId attempt;
  std::string step;
  std::string result;  // "true", "false", "null"
  Value details;       // the step's result as the master shows it
};
// The worker came to the end of the state.
struct TaskEnded {
  AttemptId attempt;
  bool succeeded = false;
  std::string comment;
  Value steps;
  std::int64_t first_action_us = 0;
};
// The worker could not make sense of the state; it has not acted.
struct TaskUnreadable {
  AttemptId attempt;
  std::string comment;
};
// The worker's process has ended, whatever it said before. Everything it sent was handed in earlier.
struct WorkerGone {
  AttemptId attempt;
  std::string how;  // "killed by signal 9"
};
// Answer to LookForRest: nothing of the task lives any more.
struct RestGone {
  AttemptId attempt;
};
// The first step was let act too late (LetAct::not_after); the worker did not act.
struct StartWasLate {
  AttemptId attempt;
};

struct JournalFailed {
  std::string message;
};
// The journal has become much longer than what it says.
struct JournalGrown {};

// Time has passed; sent at wake_at() at the latest.
struct Tick {};

using Input = std::variant<AgentUp, TaskArrived, TaskAsked, ResultAcked, CancelAsked, StandingArrived,
                           StampDue, StepAsked, StepEnded, TaskEnded, TaskUnreadable, WorkerGone, RestGone,
                           StartWasLate, JournalFailed, JournalGrown, Tick>;

}  // namespace balm::executor
