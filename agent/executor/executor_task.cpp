// The life of the current task; the rest of the core is in executor.cpp.
#include <algorithm>
#include <chrono>
#include <utility>

#include "agent/executor/executor.h"
#include "agent/executor/executor_limits.h"
#include "agent/executor/restart.h"
#include "agent/executor/result_bounds.h"
#include "common/invariant.h"

namespace balm::executor {
namespace {

using Phase = CurrentTask::Phase;

std::int64_t microseconds(Duration duration) {
  return std::chrono::floor<std::chrono::microseconds>(duration).count();
}

Duration time_limit(const Task& task) {
  return std::chrono::milliseconds(std::clamp<std::int64_t>(task.timeout_ms, 1, limits::kTaskTimeoutMsMax));
}

TaskStatus ended_as(const CurrentTask& current, TaskOutcome outcome, std::string comment) {
  TaskStatus status;
  status.attempt = current.task.attempt;
  status.fence = current.task.fence;
  status.phase = TaskPhase::Done;
  status.outcome = outcome;
  status.comment = std::move(comment);
  return status;
}

}  // namespace

std::optional<AttemptId> Executor::current() const {
  return current_ ? std::optional(current_->task.attempt) : std::nullopt;
}

bool Executor::is_current(AttemptId attempt) const {
  return current_ && current_->task.attempt == attempt;
}

HostView Executor::view_for(const CurrentTask& current) const {
  HostView view{.kept = ledger_.kept(), .boot = host_.boot};
  view.stamp_issued = stamps_.issued_at(current.task.stamp);
  view.journal_ready = !broken_;
  return view;
}

void Executor::on(const StepAsked& in, Now now, Effects& out) {
  if (!is_current(in.attempt)) return;
  if (current_->phase == Phase::Preparing) return start(in.step, now, out);
  if (current_->phase != Phase::Running) return;
  if (broken_)
    return stop(TaskOutcome::Failed, "stopped before step '" + in.step + "': " + *broken_, now, out);
  if (out_of_order(in.attempt))
    return stop(TaskOutcome::Failed, "its worker asked for '" + in.step + "' out of order", now, out);
  let_act(in.step, now, out);
}

// Workers run what others wrote; their word is checked, not asserted.
bool Executor::out_of_order(AttemptId attempt) const {
  const Attempt* const known = ledger_.find(attempt);
  return known->open_step.has_value() || known->ended.size() >= limits::kStepsPerStateMax;
}

void Executor::start(const std::string& step, Now now, Effects& out) {
  const Judgement judgement = judge_again(current_->task, view_for(*current_), now);
  if (!judgement.allowed()) return refuse_current(judgement, now, out);
  record_start(now, out);
  let_act(step, now, out);
  tell(status_of(*ledger_.find(current_->task.attempt)), out);
}

void Executor::record_start(Now now, Effects& out) {
  const Task& task = current_->task;
  append(Accept{task.attempt, task.fence, task.epoch, task.state, task.state_hash, host_.boot, now.wall},
         out);
  append(Start{task.attempt, current_->worker}, out);
  current_->phase = Phase::Running;
  current_->start_unconfirmed = true;
  current_->deadline = now.instant + time_limit(task);
}

void Executor::let_act(const std::string& step, Now now, Effects& out) {
  append(StepBegin{current_->task.attempt, step}, out);
  sync(out);
  LetAct go{current_->task.attempt, std::nullopt};
  if (current_->start_unconfirmed) {
    go.not_after = latest_start(current_->task, *stamps_.issued_at(current_->task.stamp));
    current_->first_action_us = microseconds(now.wall.since_epoch);
  }
  current_->awaits_go = true;
  out.push_back(go);
}

// Not synced: the next begin or the end does that. A crash in between leaves the step open, which is the
// safer story.
void Executor::on(const StepEnded& in, Now, Effects& out) {
  const Attempt* const attempt = ledger_.find(in.attempt);
  if (!is_current(in.attempt) || attempt == nullptr || attempt->open_step != in.step) return;
  append(StepEnd{in.attempt, in.step, in.result}, out);
  current_->details.push_back(in.details);
}

void Executor::on(const TaskEnded& in, Now now, Effects& out) {
  if (!is_current(in.attempt) || current_->phase == Phase::Stuck) return;
  if (in.first_action_us != 0) current_->first_action_us = in.first_action_us;
  if (current_->phase == Phase::Ending || current_->phase == Phase::Killed)
    return;                                   // too late to change the verdict
  if (current_->phase == Phase::Preparing) {  // a state in which no step wanted to act
    const Judgement judgement = judge_again(current_->task, view_for(*current_), now);
    if (!judgement.allowed()) return refuse_current(judgement, now, out);
    record_start(now, out);
  }
  TaskStatus status =
      ended_as(*current_, in.succeeded ? TaskOutcome::Succeeded : TaskOutcome::Failed, in.comment);
  status.steps = in.steps;
  finish(std::move(status), now, out);
}

void Executor::on(const TaskUnreadable& in, Now now, Effects& out) {
  if (!is_current(in.attempt) || current_->phase != Phase::Preparing) return;
  refuse_current({Refusal::BadState, in.comment}, now, out);
}

void Executor::on(const WorkerGone& in, Now now, Effects& out) {
  if (!is_current(in.attempt)) return;
  current_->worker_gone = true;
  switch (current_->phase) {
    case Phase::Preparing:
      return refuse_current({Refusal::BadState, "its reader was lost: " + in.how}, now, out);
    case Phase::Running:
      out.push_back(StopWorker{in.attempt, StopWorker::How::Kill});  // what it began goes on without it
      current_->verdict = TaskOutcome::Abandoned;
      current_->why = "its worker was lost: " + in.how;
      return finish_stopped(now, out);
    case Phase::Ending:
      return look_for_rest(now, out);  // what it began still has its grace
    case Phase::Killed:
      return finish_stopped(now, out);
    case Phase::Stuck:
      current_.reset();
  }
}

// Whoever ends at once is not waited for.
void Executor::look_for_rest(Now now, Effects& out) {
  current_->deadline = std::min(current_->kill_at, now.instant + limits::kLookAgain);
  out.push_back(LookForRest{current_->task.attempt});
}

void Executor::on(const RestGone& in, Now now, Effects& out) {
  if (is_current(in.attempt) && current_->phase == Phase::Ending && current_->worker_gone)
    finish_stopped(now, out);
}

// Slow disks: the start is on record, yet the order became too old before the worker could be let go.
void Executor::on(const StartWasLate& in, Now now, Effects& out) {
  if (!is_current(in.attempt) || current_->phase != Phase::Running) return;
  current_->first_action_us = 0;
  refuse_current({Refusal::Expired, "the journal was slow; nothing had acted"}, now, out);
}

void Executor::on(const Tick&, Now now, Effects& out) {
  if (const auto due = wake_at(); due && now.instant >= *due) overdue(now, out);
}

std::optional<Instant> Executor::wake_at() const {
  if (!current_ || current_->phase == Phase::Stuck) return std::nullopt;
  return current_->deadline;
}

void Executor::overdue(Now now, Effects& out) {
  const AttemptId attempt = current_->task.attempt;
  if (current_->phase == Phase::Preparing)
    return refuse_current({Refusal::BadState, "reading it took too long"}, now, out);
  if (current_->phase == Phase::Running) {
    const std::string limit = std::to_string(current_->task.timeout_ms);
    return stop(TaskOutcome::TimedOut, "did not end within " + limit + " ms", now, out);
  }
  const bool has_grace = current_->phase == Phase::Ending && now.instant < current_->kill_at;
  if (has_grace) return look_for_rest(now, out);
  out.push_back(StopWorker{attempt, StopWorker::How::Kill});
  if (current_->worker_gone || current_->phase == Phase::Killed) return finish_stopped(now, out);
  current_->phase = Phase::Killed;
  current_->deadline = now.instant + limits::kStuckAfter;
}

void Executor::stop(TaskOutcome verdict, std::string why, Now now, Effects& out) {
  BALM_ASSERT(current_ && current_->phase == Phase::Running);
  current_->phase = Phase::Ending;
  current_->deadline = current_->kill_at = now.instant + limits::kKillGrace;
  current_->verdict = verdict;
  current_->why = std::move(why);
  out.push_back(StopWorker{current_->task.attempt, StopWorker::How::Term});
}

void Executor::finish(TaskStatus status, Now now, Effects& out) {
  status.comment = bounded_comment(status.comment);
  status.steps = bounded_steps(status.steps);
  status.took_us = microseconds(now.instant - current_->begun);
  status.first_action_us = current_->first_action_us;
  append(Done{status, now.wall}, out);
  sync(out);
  tell(status, out);
  current_.reset();
}

void Executor::finish_stopped(Now now, Effects& out) {
  const Attempt* const attempt = ledger_.find(current_->task.attempt);
  BALM_ASSERT(attempt != nullptr);
  TaskStatus status = ended_as(*current_, current_->verdict, current_->why + "; " + progress_text(*attempt));
  status.steps = Value(current_->details);
  const CurrentTask before = *current_;
  finish(std::move(status), now, out);
  if (before.worker_gone) return;
  current_ = before;
  current_->phase = Phase::Stuck;
}

// Nothing has acted; the worker is thrown away.
void Executor::refuse_current(const Judgement& judgement, Now now, Effects& out) {
  const Task task = current_->task;
  drop_current(out);
  refuse(task, judgement, now, out);
}

void Executor::drop_current(Effects& out) {
  out.push_back(StopWorker{current_->task.attempt, StopWorker::How::Kill});
  current_.reset();
}

void Executor::journal_failed_under_task(Now now, Effects& out) {
  if (current_->start_unconfirmed) {
    ledger_.forget(current_->task.attempt);
    return refuse_current({Refusal::NoSpace, *broken_}, now, out);
  }
  if (!current_->awaits_go || current_->phase != Phase::Running) return;
  stop(TaskOutcome::Failed, "stopped between two steps: " + *broken_, now, out);
}

}  // namespace balm::executor
