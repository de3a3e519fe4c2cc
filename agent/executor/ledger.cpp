#include "agent/executor/ledger.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "agent/executor/executor_limits.h"

namespace balm::executor {
namespace {

Error impossible(AttemptId id, std::string_view what) {
  return {Error::Kind::BadData, "attempt " + to_text(id) + ": " + std::string(what), {}};
}

void append_steps(const Attempt& attempt, Records& out) {
  for (const EndedStep& step : attempt.ended) {
    out.push_back(StepBegin{attempt.id, step.id});
    out.push_back(StepEnd{attempt.id, step.id, step.result});
  }
  if (attempt.open_step) out.push_back(StepBegin{attempt.id, *attempt.open_step});
}

void append_end(const Attempt& attempt, Records& out) {
  if (!attempt.over()) return;
  const bool acted = attempt.started && attempt.answer->phase == TaskPhase::Done;
  if (acted) out.push_back(Done{*attempt.answer, attempt.answered});
  if (!acted) out.push_back(NotStarted{*attempt.answer, attempt.answered});
  if (attempt.acked) out.push_back(Acked{attempt.id});
}

void append_attempt(const Attempt& attempt, Records& out) {
  if (attempt.accepted)
    out.push_back(Accept{attempt.id, attempt.fence, attempt.epoch, attempt.state, attempt.state_hash,
                         attempt.boot, attempt.accepted_at});
  if (attempt.started) out.push_back(Start{attempt.id, attempt.worker});
  append_steps(attempt, out);
  append_end(attempt, out);
}

// What is worth keeping once the attempt is over: the answer alone.
void end(Attempt& attempt, const TaskStatus& status, WallTime at) {
  attempt.answer = status;
  attempt.answered = at;
  attempt.ended.clear();
  attempt.open_step.reset();
}

}  // namespace

Result<void> Ledger::apply(const Record& record) {
  return std::visit([this](const auto& each) { return on(each); }, record);
}

const Attempt* Ledger::find(AttemptId id) const {
  const auto place = attempts_.find(id);
  return place == attempts_.end() ? nullptr : &place->second;
}

Attempt* Ledger::known(AttemptId id) {
  const auto place = attempts_.find(id);
  return place == attempts_.end() ? nullptr : &place->second;
}

Attempt* Ledger::running(AttemptId id) {
  Attempt* const attempt = known(id);
  return attempt != nullptr && attempt->started && !attempt->over() ? attempt : nullptr;
}

std::vector<const Attempt*> Ledger::open() const {
  std::vector<const Attempt*> found;
  for (const auto& [id, attempt] : attempts_)
    if (!attempt.over()) found.push_back(&attempt);
  return found;
}

std::vector<const Attempt*> Ledger::unacked() const {
  std::vector<const Attempt*> found;
  for (const auto& [id, attempt] : attempts_)
    if (attempt.over() && !attempt.acked) found.push_back(&attempt);
  return found;
}

std::size_t Ledger::results_waiting() const {
  return static_cast<std::size_t>(std::ranges::count_if(attempts_, [](const auto& entry) {
    return entry.second.started && entry.second.over() && !entry.second.acked;
  }));
}

Records Ledger::snapshot() const {
  Records out;
  out.push_back(kept_);
  for (const auto& [id, attempt] : attempts_) append_attempt(attempt, out);
  return out;
}

void Ledger::prune(WallTime now) {
  std::erase_if(attempts_, [now](const auto& entry) {
    return entry.second.acked && now - entry.second.answered > limits::kLedgerKept;
  });
  if (attempts_.size() <= limits::kLedgerAttemptsMax) return;
  std::vector<std::pair<WallTime, AttemptId>> ended;
  for (const auto& [id, attempt] : attempts_)
    if (attempt.over()) ended.emplace_back(attempt.answered, id);
  std::ranges::sort(ended);
  std::size_t surplus = attempts_.size() - limits::kLedgerAttemptsMax;
  for (const auto& [at, id] : ended) {
    if (surplus == 0) return;
    attempts_.erase(id);
    --surplus;
  }
}

Result<void> Ledger::on(const Kept& record) {
  const std::uint64_t fence = std::max(record.last_fence, kept_.last_fence);
  const std::uint64_t epoch = std::max(record.epoch_max, kept_.epoch_max);
  kept_ = record;
  kept_.last_fence = fence;
  kept_.epoch_max = epoch;
  return {};
}

Result<void> Ledger::on(const Accept& record) {
  if (known(record.attempt) != nullptr) return impossible(record.attempt, "accepted twice");
  Attempt attempt;
  attempt.id = record.attempt;
  attempt.fence = record.fence;
  attempt.epoch = record.epoch;
  attempt.state = record.state;
  attempt.state_hash = record.state_hash;
  attempt.boot = record.boot;
  attempt.accepted = true;
  attempt.accepted_at = record.at;
  attempts_.emplace(record.attempt, std::move(attempt));
  kept_.last_fence = std::max(kept_.last_fence, record.fence);
  return {};
}

Result<void> Ledger::on(const Start& record) {
  Attempt* const attempt = known(record.attempt);
  if (attempt == nullptr) return impossible(record.attempt, "started without having been accepted");
  if (attempt->started) return impossible(record.attempt, "started twice");
  if (attempt->over()) return impossible(record.attempt, "started after its end");
  attempt->started = true;
  attempt->worker = record.worker;
  return {};
}

Result<void> Ledger::on(const StepBegin& record) {
  Attempt* const attempt = running(record.attempt);
  if (attempt == nullptr) return impossible(record.attempt, "a step began while it was not running");
  if (attempt->open_step) return impossible(record.attempt, "a step began before the last one had ended");
  attempt->open_step = record.step;
  return {};
}

Result<void> Ledger::on(const StepEnd& record) {
  Attempt* const attempt = running(record.attempt);
  if (attempt == nullptr || attempt->open_step != record.step)
    return impossible(record.attempt, "a step ended that had not begun");
  attempt->open_step.reset();
  attempt->ended.push_back({record.step, record.result});
  return {};
}

// After ACCEPT and START too: the executor may find, after its journal was slow, that it is too late to act.
Result<void> Ledger::on(const NotStarted& record) {
  Attempt& attempt = attempts_[record.status.attempt];
  if (attempt.over()) return impossible(record.status.attempt, "ended twice");
  attempt.id = record.status.attempt;
  attempt.fence = record.status.fence;
  end(attempt, record.status, record.at);
  return {};
}

Result<void> Ledger::on(const Done& record) {
  Attempt* const attempt = known(record.status.attempt);
  if (attempt == nullptr || !attempt->started)
    return impossible(record.status.attempt, "done without a start");
  if (attempt->over()) return impossible(record.status.attempt, "ended twice");
  end(*attempt, record.status, record.at);
  return {};
}

// The master has the step results now; the outcome alone is enough to answer a repeated order.
Result<void> Ledger::on(const Acked& record) {
  Attempt* const attempt = known(record.attempt);
  if (attempt == nullptr) return {};  // pruned
  if (!attempt->over()) return impossible(record.attempt, "acknowledged before its end");
  attempt->acked = true;
  attempt->answer->steps = {};
  return {};
}

}  // namespace balm::executor
