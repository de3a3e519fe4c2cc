#include "agent/executor/executor.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "agent/executor/executor_limits.h"
#include "agent/executor/restart.h"
#include "agent/executor/result_bounds.h"
#include "common/invariant.h"

namespace balm::executor {
namespace {

// Refusals that no later event can turn into consent for the same order, or that another cluster's numbers
// caused: they are answered from what is kept, without a record of their own.
bool worth_a_record(Refusal refusal) {
  return refusal != Refusal::WrongCluster && refusal != Refusal::StaleMaster &&
         refusal != Refusal::StaleFence && refusal != Refusal::NoSpace;
}

TaskStatus refusal_of(AttemptId attempt, std::uint64_t fence, const Judgement& judgement) {
  TaskStatus status;
  status.attempt = attempt;
  status.fence = fence;
  status.phase = TaskPhase::Refused;
  status.refusal = judgement.refusal;
  status.comment = bounded_comment(explain(judgement));
  return status;
}

bool same_maintenance(const std::optional<Maintenance>& a, const std::optional<Maintenance>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->until == b->until && a->reason == b->reason && a->by == b->by;
}

}  // namespace

Executor::Executor(Ledger ledger, Host host) : ledger_(std::move(ledger)), host_(std::move(host)) {}

void Executor::begin(const std::string& stamp, Now now, Effects& out) {
  std::vector<Settlement> settlements;
  for (const Attempt* attempt : ledger_.open()) settlements.push_back(settle(*attempt, host_.boot, now.wall));
  for (Settlement& settlement : settlements) {
    if (settlement.leftover) out.push_back(KillLeftover{settlement.attempt, *settlement.leftover});
    const Result<void> applied = ledger_.apply(settlement.record);
    BALM_ASSERT(applied.ok());
  }
  rewrite(now, out);
  stamps_.issued(stamp, now.instant);
}

void Executor::step(const Input& input, Now now, Effects& out) {
  if (!std::holds_alternative<JournalFailed>(input)) confirm();
  std::visit([&](const auto& in) { on(in, now, out); }, input);
}

// Whatever the last step handed to the journal is durable: otherwise JournalFailed would have come first.
void Executor::confirm() {
  if (!current_) return;
  current_->start_unconfirmed = false;
  current_->awaits_go = false;
}

void Executor::on(const AgentUp&, Now, Effects& out) {
  out.push_back(SendToAgent{hello()});
  if (broken_) return;
  for (const Attempt* attempt : ledger_.open()) tell(status_of(*attempt), out);
  for (const Attempt* attempt : ledger_.unacked()) tell(*attempt->answer, out);
}

agent::ExecutorHello Executor::hello() const {
  agent::ExecutorHello hello;
  hello.boot = host_.boot;
  hello.stamp = stamps_.newest();
  hello.cluster = ledger_.kept().cluster;
  hello.epoch_max = ledger_.kept().epoch_max;
  hello.last_fence = ledger_.kept().last_fence;
  hello.frozen = ledger_.kept().frozen;
  hello.maintenance = ledger_.kept().maintenance;
  hello.degraded = host_.degraded;
  for (const Attempt* attempt : ledger_.open()) hello.open_attempts.push_back(attempt->id);
  for (const Attempt* attempt : ledger_.unacked()) hello.open_attempts.push_back(attempt->id);
  hello.open_attempts.resize(std::min(hello.open_attempts.size(), limits::kOpenAttemptsMax));
  return hello;
}

// A known attempt is answered, whoever asks within the cluster: a refusal would look like its end.
void Executor::on(const TaskArrived& in, Now now, Effects& out) {
  const Task& task = in.order.task;
  const bool ours = task.cluster == ledger_.kept().cluster;
  if (ours && is_current(task.attempt) && current_->phase == CurrentTask::Phase::Preparing) return;
  if (const Attempt* known = ours ? ledger_.find(task.attempt) : nullptr; known != nullptr) {
    if (!broken_) tell(status_of(*known), out);
    return;
  }
  const Judgement judgement = judge(task, view_for(in), now);
  if (judgement.refusal != Refusal::WrongCluster) learn_epoch(task, out);
  if (!judgement.allowed()) return refuse(task, judgement, now, out);
  current_ = CurrentTask{.task = task, .worker = in.worker, .begun = now.instant};
  current_->task.files.clear();
  current_->task.scope = {};
  current_->deadline = now.instant + limits::kPrepareTimeMax;
  out.push_back(PrepareTask{task});
}

HostView Executor::view_for(const TaskArrived& in) const {
  HostView view{.kept = ledger_.kept(), .boot = host_.boot};
  view.stamp_issued = stamps_.issued_at(in.order.task.stamp);
  view.journal_ready = !broken_ && in.journal_room;
  view.trigger_ok = in.order.trigger_ok;
  view.room_for_results = ledger_.results_waiting() < limits::kUnackedResultsMax;
  if (in.worker.pid == 0) view.busy_with = "no process can be started: " + in.worker_trouble;
  if (current_) view.busy_with = "attempt " + to_text(current_->task.attempt);
  return view;
}

void Executor::learn_epoch(const Task& task, Effects& out) {
  if (task.epoch <= ledger_.kept().epoch_max) return;
  Kept kept = ledger_.kept();
  kept.epoch_max = task.epoch;
  append(kept, out);
  sync(out);
}

void Executor::refuse(const Task& task, const Judgement& judgement, Now now, Effects& out) {
  const TaskStatus status = refusal_of(task.attempt, task.fence, judgement);
  if (worth_a_record(judgement.refusal)) {
    append(NotStarted{status, now.wall}, out);
    sync(out);
  }
  out.push_back(SendToAgent{agent::TaskUpdate{status}});
}

void Executor::on(const TaskAsked& in, Now, Effects& out) {
  if (broken_ || (is_current(in.attempt) && current_->phase == CurrentTask::Phase::Preparing)) return;
  const Attempt* const known = ledger_.find(in.attempt);
  if (known != nullptr) return tell(status_of(*known), out);
  tell(refusal_of(in.attempt, 0, {Refusal::UnknownAttempt, {}}), out);
}

TaskStatus Executor::status_of(const Attempt& attempt) const {
  if (attempt.over()) return *attempt.answer;
  BALM_ASSERT(attempt.started);  // accepting and starting are written together; a restart settles the rest
  TaskStatus status;
  status.attempt = attempt.id;
  status.fence = attempt.fence;
  status.phase = TaskPhase::Running;
  if (is_current(attempt.id)) status.first_action_us = current_->first_action_us;
  return status;
}

void Executor::on(const ResultAcked& in, Now, Effects& out) {
  const Attempt* const known = ledger_.find(in.attempt);
  if (known != nullptr && known->over() && !known->acked) append(Acked{in.attempt}, out);
}

// A journal that cannot be written keeps nobody from stopping what runs; only the answer waits for it.
void Executor::on(const CancelAsked& in, Now now, Effects& out) {
  if (is_current(in.attempt) && current_->phase == CurrentTask::Phase::Running)
    return stop(TaskOutcome::Cancelled, "cancelled while it ran", now, out);
  if (broken_) return;
  if (is_current(in.attempt) && current_->phase != CurrentTask::Phase::Preparing) return;
  if (const Attempt* known = ledger_.find(in.attempt); known != nullptr) return tell(status_of(*known), out);
  if (is_current(in.attempt)) drop_current(out);
  cancel_unknown(in.attempt, now, out);
}

// Remembered, so that an order that comes after its own cancellation does not start.
void Executor::cancel_unknown(AttemptId attempt, Now now, Effects& out) {
  TaskStatus status;
  status.attempt = attempt;
  status.phase = TaskPhase::Done;
  status.outcome = TaskOutcome::Cancelled;
  status.comment = "cancelled before it started";
  append(NotStarted{status, now.wall}, out);
  sync(out);
  tell(status, out);
}

// A newer word of our own master replaces what was kept; the word of a stranger or of a superseded master
// does not.
void Executor::on(const StandingArrived& in, Now, Effects& out) {
  const Standing& standing = in.standing;
  const Kept& before = ledger_.kept();
  if (!before.cluster.empty() && standing.cluster != before.cluster)
    return out.push_back(Note{true, "a master of another cluster spoke to this host: " + standing.cluster});
  if (standing.cluster.empty() || standing.epoch < before.epoch_max)
    return out.push_back(Note{true, "ignored a superseded master, epoch " + std::to_string(standing.epoch)});
  const bool same = before.cluster == standing.cluster && before.epoch_max == standing.epoch &&
                    before.last_fence >= standing.fence_floor && before.frozen == standing.frozen &&
                    same_maintenance(before.maintenance, standing.maintenance);
  if (same) return;
  append(Kept{standing.cluster, standing.epoch, standing.fence_floor, standing.frozen, standing.maintenance},
         out);
  sync(out);
}

void Executor::on(const StampDue& in, Now now, Effects& out) {
  stamps_.issued(in.stamp, now.instant);
  out.push_back(SendToAgent{agent::NewStamp{in.stamp}});
  if (!broken_) return;
  out.push_back(Note{false, "trying to write a new journal"});
  broken_.reset();
  rewrite(now, out);
  for (const Attempt* attempt : ledger_.unacked()) tell(*attempt->answer, out);
}

void Executor::on(const JournalFailed& in, Now now, Effects& out) {
  broken_ = in.message;
  out.push_back(Note{true, "the journal cannot be written, nothing is started until it can: " + in.message});
  if (current_) journal_failed_under_task(now, out);
}

void Executor::on(const JournalGrown&, Now now, Effects& out) {
  if (!broken_) rewrite(now, out);
}

void Executor::append(const Record& record, Effects& out) {
  const Result<void> applied = ledger_.apply(record);
  BALM_ASSERT(applied.ok());
  if (!broken_) out.push_back(JournalAppend{record});
}

void Executor::sync(Effects& out) {
  if (!broken_) out.push_back(JournalSync{});
}

// Only what is on disk is told; what is not is told when a new journal could be written.
void Executor::tell(const TaskStatus& status, Effects& out) {
  if (!broken_) out.push_back(SendToAgent{agent::TaskUpdate{status}});
}

void Executor::rewrite(Now now, Effects& out) {
  ledger_.prune(now.wall);
  out.push_back(JournalRewrite{ledger_.snapshot()});
}

}  // namespace balm::executor
