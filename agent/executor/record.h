// The records of the executor's journal. State is their fold (ledger.h), live and after a restart alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/executor/attempt.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/message.h"
#include "common/task.h"

namespace balm::executor {

// What the master said that must outlive restarts. The newest record replaces the older ones.
struct Kept {
  std::string cluster;           // empty before the first Standing
  std::uint64_t epoch_max = 0;   // highest epoch ever seen
  std::uint64_t last_fence = 0;  // no task at or below it may be accepted
  bool frozen = false;
  std::optional<Maintenance> maintenance;
};

struct Accept {
  AttemptId attempt;
  std::uint64_t fence = 0;
  std::uint64_t epoch = 0;
  StateName state;
  std::string state_hash;
  std::string boot;
  WallTime at;
};

// The point of no return: synced before the first step may act.
struct Start {
  AttemptId attempt;
  WorkerMark worker;
};

struct StepBegin {
  AttemptId attempt;
  std::string step;
};

struct StepEnd {
  AttemptId attempt;
  std::string step;
  std::string result;
};

// The attempt ended without having acted: phase Refused, or Done with outcome Cancelled. May stand alone.
struct NotStarted {
  TaskStatus status;
  WallTime at;
};

// A started attempt ended: phase Done.
struct Done {
  TaskStatus status;
  WallTime at;
};

// The master has the answer.
struct Acked {
  AttemptId attempt;
};

using Record = std::variant<Kept, Accept, Start, StepBegin, StepEnd, NotStarted, Done, Acked>;
using Records = std::vector<Record>;

}  // namespace balm::executor
