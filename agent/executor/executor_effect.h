// Everything the executor's core can want done. Closed. Carried out in order; the journal comes before the
// act.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/executor/record.h"
#include "agent/local_message.h"
#include "common/task.h"

namespace balm::executor {

struct JournalAppend {
  Record record;
};
// What was appended is on disk when this returns.
struct JournalSync {};
// A new journal with these records and no others, on disk when this returns.
struct JournalRewrite {
  Records records;
};

struct SendToAgent {
  agent::FromExecutor message;
};

// Hands the task to the waiting worker, which reads the state and then asks; it may not act yet.
struct PrepareTask {
  Task task;
};
// The worker's answer to StepAsked. When the boot clock has passed `not_after`, it is not given; StartWasLate
// is.
struct LetAct {
  AttemptId attempt;
  std::optional<Instant> not_after;
};
// The worker with its process group and everything it has begun, except services it was to start.
struct StopWorker {
  enum class How { Term, Kill };
  AttemptId attempt;
  How how = How::Term;
};
// Whether anything the task has begun is left, now that its worker is gone. Answered by RestGone if not.
struct LookForRest {
  AttemptId attempt;
};
// A worker of an earlier life of this executor, if it is still that very process.
struct KillLeftover {
  AttemptId attempt;
  WorkerMark worker;
};

// A line for the log.
struct Note {
  bool trouble = false;
  std::string text;
};

using Effect = std::variant<JournalAppend, JournalSync, JournalRewrite, SendToAgent, PrepareTask, LetAct,
                            StopWorker, LookForRest, KillLeftover, Note>;
using Effects = std::vector<Effect>;

}  // namespace balm::executor
