// Tasks on their way through the agent: the master's orders go to the executor, after a look at the check
// that caused them, and the executor's answers go back until the master has them. Decides nothing about a
// task: that is the executor's.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/effect.h"
#include "common/instant.h"
#include "common/message.h"

namespace balm::agent {

class TaskDesk {
 public:
  // The part of the check a task is about, where one run has several results; usually empty.
  static std::string instance_of(const Task& task);

  // An order came. When it should wait for a look at its check, the answer is that check: run it and say what
  // was seen to looked(). `seen` is the newest result of the task's trigger, if there is one.
  std::optional<CheckName> ordered(const Task& task, const std::optional<Observation>& seen, const Now& now,
                                   Effects& effects);

  // A check has just been run: orders that waited for it go on. `observations` are all results of that run;
  // none when it cannot be run.
  void looked(const CheckName& check, const std::vector<Observation>& observations, Effects& effects);
  void updated(const TaskStatus& status, bool connected, const Now& now, Effects& effects);
  void acknowledged(AttemptId attempt, Effects& effects);

  // The master knows us again: everything it has not acknowledged.
  void resume(const Now& now, Effects& effects);
  void tick(bool connected, const Now& now, Effects& effects);
  std::optional<Instant> next_deadline() const;

  // An attempt the executor's journal has, and the master has not acknowledged.
  void open(AttemptId attempt) { open_.insert(attempt); }
  std::vector<AttemptId> open_attempts() const { return {open_.begin(), open_.end()}; }

  // The attempt whose task runs on this host now; incident 0: none.
  AttemptId running() const { return running_; }

  // The task that may be behind what a run of a check shows, so that a repair is not taken for a new problem:
  // the one that runs, or the last one, as long as the check has not run since (limits::kCauseHolds at most).
  // `began`: when the check was started. To be asked once a run.
  AttemptId cause_of(const CheckName& check, WallTime began, const Now& now);

 private:
  void ran(const Now& now);

  struct Report {
    TaskStatus status;
    Instant repeat_at;
  };

  std::map<AttemptId, Task> waiting_;  // for a look at their check; bounded by kWaitingMax
  std::map<AttemptId, Report> reports_;
  std::set<AttemptId> open_;
  AttemptId running_;
  AttemptId last_;  // that ran, until somebody else does
  Now last_ended_;
  std::set<CheckName> ran_since_;  // checks with a run that began after its end
};

}  // namespace balm::agent
