#include "agent/executor/restart.h"

#include "common/invariant.h"

namespace balm::executor {
namespace {

TaskStatus never_started(const Attempt& attempt, bool rebooted) {
  TaskStatus status;
  status.attempt = attempt.id;
  status.fence = attempt.fence;
  status.phase = TaskPhase::Refused;
  status.refusal = rebooted ? Refusal::Rebooted : Refusal::Restarted;
  status.comment = sentence(status.refusal);
  return status;
}

Value known_steps(const Attempt& attempt) {
  ValueList steps;
  for (const EndedStep& step : attempt.ended)
    steps.push_back(
        Value::map({{"id", step.id}, {"comment", "ended before the interruption: " + step.result}}));
  if (attempt.open_step)
    steps.push_back(
        Value::map({{"id", *attempt.open_step}, {"comment", "was under way; its end is not known"}}));
  return Value(std::move(steps));
}

TaskStatus abandoned(const Attempt& attempt, bool rebooted) {
  TaskStatus status;
  status.attempt = attempt.id;
  status.fence = attempt.fence;
  status.phase = TaskPhase::Done;
  status.outcome = TaskOutcome::Abandoned;
  status.comment =
      rebooted ? "the host rebooted while the task ran: " : "the executor stopped while the task ran: ";
  status.comment += progress_text(attempt);
  status.steps = known_steps(attempt);
  return status;
}

}  // namespace

std::string progress_text(const Attempt& attempt) {
  const std::size_t ended = attempt.ended.size();
  std::string text = ended == 0 ? "no step" : std::to_string(ended) + (ended == 1 ? " step" : " steps");
  text += " had ended, ";
  text += attempt.open_step ? "step '" + *attempt.open_step + "' was under way" : "none was under way";
  return text;
}

Settlement settle(const Attempt& attempt, std::string_view boot, WallTime now) {
  BALM_ASSERT(!attempt.over());
  const bool rebooted = attempt.boot != boot;
  if (!attempt.started) return {attempt.id, NotStarted{never_started(attempt, rebooted), now}, std::nullopt};
  const bool may_live = !rebooted && attempt.worker.pid != 0;
  return {attempt.id, Done{abandoned(attempt, rebooted), now},
          may_live ? std::optional(attempt.worker) : std::nullopt};
}

}  // namespace balm::executor
