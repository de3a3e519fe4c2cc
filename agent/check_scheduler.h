// Which checks are due, and which run. Never one twice at once, never more than a bound together; a check
// that is due while it still waits or runs is skipped and counted. Whoever wants a result now joins a run
// that is on its way.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "agent/effect.h"
#include "common/deadlines.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/schedule.h"

namespace balm::agent {

struct PlannedCheck {
  Schedule schedule;
  Duration timeout{};            // of one run, after which the executor ends it
  std::optional<Instant> first;  // before its schedule: nothing is known about it yet
};
using CheckPlan = std::map<CheckName, PlannedCheck>;

class CheckScheduler {
 public:
  explicit CheckScheduler(std::size_t running_max) : running_max_(running_max) {}

  // The checks of this host from now on. Runs on their way go on; their answers are taken only if the check
  // still exists.
  void plan(CheckPlan checks, const Now& now);

  // As soon as there is room, before everything that is merely due. False: there is no such check.
  bool run_now(const CheckName& check, const Now& now, Effects& effects);

  // A run has ended; the check it was of. Nothing: the run was given up before, or is none of ours.
  std::optional<CheckName> finished(std::uint64_t run, const Now& now, Effects& effects);

  // Starts what is due. Answers with checks whose run got no answer long after its timeout and is given up.
  std::vector<CheckName> tick(const Now& now, Effects& effects);
  std::optional<Instant> next_deadline() const;

  std::uint64_t skipped() const { return skipped_; }  // runs left out because the one before was not done

 private:
  struct Run {
    CheckName check;
    Instant give_up_at;
  };

  void schedule(const CheckName& check, const Now& now);
  void notice_clock_change(const Now& now);
  bool busy(const CheckName& check) const;
  void start_waiting(const Now& now, Effects& effects);

  std::size_t running_max_;
  CheckPlan checks_;
  Deadlines<CheckName> due_;
  std::deque<CheckName> waiting_;
  std::map<std::uint64_t, Run> running_;
  std::uint64_t last_run_ = 0;
  std::uint64_t skipped_ = 0;
  std::optional<Duration> clock_offset_;  // wall minus boot clock when calendars were last looked at
};

}  // namespace balm::agent
