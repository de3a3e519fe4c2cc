// What becomes of attempts that were open when the executor stopped: the restart table. Nothing is ever
// started again; every open attempt gets an end that says what is known and no more.
//
// | journal shows       | same boot                          | other boot               |
// |---------------------|------------------------------------|--------------------------|
// | accept, no start    | refused (restarted)                | refused (rebooted)       |
// | start, no end       | worker ended, then abandoned       | abandoned                |
//
// Ends with a record stay as they are and are reported until acknowledged.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/executor/attempt.h"
#include "agent/executor/record.h"
#include "common/instant.h"

namespace balm::executor {

struct Settlement {
  AttemptId attempt;
  Record record;                       // NotStarted or Done
  std::optional<WorkerMark> leftover;  // a worker of this boot that may still be alive: end it first
};

// REQUIRES: !attempt.over()
Settlement settle(const Attempt& attempt, std::string_view boot, WallTime now);

// "2 steps had ended, step 'restart nginx' was under way": what the journal knows of a started attempt.
std::string progress_text(const Attempt& attempt);

}  // namespace balm::executor
