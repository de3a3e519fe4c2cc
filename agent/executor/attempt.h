// What the executor knows about one attempt it was ordered to make: the fold of its journal records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/ids.h"
#include "common/instant.h"
#include "common/task.h"

namespace balm::executor {

// A process that cannot be confused with a later one of the same number: together with the boot id, the
// kernel's start time (clock ticks since boot) makes it unique.
struct WorkerMark {
  std::int64_t pid = 0;  // also its session and process group; 0: none
  std::uint64_t start_ticks = 0;

  bool operator==(const WorkerMark&) const = default;
};

struct EndedStep {
  std::string id;
  std::string result;  // "true", "false", "null" (test run: would change)
  bool operator==(const EndedStep&) const = default;
};

struct Attempt {
  AttemptId id;
  std::uint64_t fence = 0;
  std::uint64_t epoch = 0;
  StateName state;
  std::string state_hash;
  std::string boot;  // in which it was accepted
  bool accepted = false;
  WallTime accepted_at;
  bool started = false;
  WorkerMark worker;
  std::vector<EndedStep> ended;          // at most limits::kStepsPerStateMax
  std::optional<std::string> open_step;  // begun, not ended
  std::optional<TaskStatus> answer;      // how it ended: phase Refused or Done
  WallTime answered;
  bool acked = false;

  bool over() const { return answer.has_value(); }
};

}  // namespace balm::executor
