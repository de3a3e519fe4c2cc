#include "agent/task_desk.h"

#include <algorithm>
#include <utility>

#include "common/limits.h"

namespace balm::agent {
namespace {

constexpr auto kFresh = 2s;  // a result this young needs no second look
constexpr auto kRepeatEvery = 10s;
constexpr std::size_t kWaitingMax = 16;

bool is_fresh(const Observation& seen, const Now& now) {
  const Duration age = now.wall - seen.at;
  return age >= Duration{0} && age <= kFresh;
}

// Only an ok that was seen counts: an unknown or missing result is no reason to hold a repair back.
bool is_ok(const Task& task, const std::vector<Observation>& observations) {
  const std::string instance = TaskDesk::instance_of(task);
  for (const Observation& seen : observations)
    if (seen.instance == instance) return seen.status == Status::Ok;
  return false;
}

// That an attempt is unknown is true only now: repeated later, it could deny one that has begun meanwhile.
bool is_final(const TaskStatus& status) {
  if (status.refusal == Refusal::UnknownAttempt) return false;
  return status.phase == TaskPhase::Refused || status.phase == TaskPhase::Done;
}

}  // namespace

std::string TaskDesk::instance_of(const Task& task) {
  return task.scope["event"]["instance"].string_or();
}

std::optional<CheckName> TaskDesk::ordered(const Task& task, const std::optional<Observation>& seen,
                                           const Now& now, Effects& effects) {
  if (waiting_.contains(task.attempt)) return std::nullopt;
  const bool look = !task.trigger.empty() && waiting_.size() < kWaitingMax;
  if (!look || (seen && is_fresh(*seen, now))) {
    effects.push_back(SendToExecutor{Execute{task, seen && look && is_ok(task, {*seen})}});
    return std::nullopt;
  }
  waiting_.emplace(task.attempt, task);
  return task.trigger;
}

void TaskDesk::looked(const CheckName& check, const std::vector<Observation>& observations,
                      Effects& effects) {
  for (auto place = waiting_.begin(); place != waiting_.end();) {
    if (place->second.trigger != check) {
      ++place;
      continue;
    }
    const bool ok = is_ok(place->second, observations);
    effects.push_back(SendToExecutor{Execute{std::move(place->second), ok}});
    place = waiting_.erase(place);
  }
}

void TaskDesk::updated(const TaskStatus& status, bool connected, const Now& now, Effects& effects) {
  const bool known = status.refusal != Refusal::UnknownAttempt;
  if (known && open_.size() < limits::kOpenAttemptsMax) open_.insert(status.attempt);
  if (status.phase == TaskPhase::Running) running_ = status.attempt;
  if (is_final(status)) {
    if (running_ == status.attempt) ran(now);
    reports_.insert_or_assign(status.attempt, Report{status, now.instant + kRepeatEvery});
  }
  if (connected) effects.push_back(SendToMaster{TaskReport{status}});
}

void TaskDesk::ran(const Now& now) {
  last_ = std::exchange(running_, {});
  last_ended_ = now;
  ran_since_.clear();
}

AttemptId TaskDesk::cause_of(const CheckName& check, WallTime began, const Now& now) {
  if (running_.incident) return running_;
  const bool long_ago = now.instant - last_ended_.instant > limits::kCauseHolds;
  if (!last_.incident || long_ago || ran_since_.contains(check)) return {};
  if (began >= last_ended_.wall) ran_since_.insert(check);
  return last_;
}

void TaskDesk::acknowledged(AttemptId attempt, Effects& effects) {
  reports_.erase(attempt);
  open_.erase(attempt);
  effects.push_back(SendToExecutor{AckResult{attempt}});
}

void TaskDesk::resume(const Now& now, Effects& effects) {
  for (auto& [attempt, report] : reports_) {
    report.repeat_at = now.instant + kRepeatEvery;
    effects.push_back(SendToMaster{TaskReport{report.status}});
  }
}

void TaskDesk::tick(bool connected, const Now& now, Effects& effects) {
  for (auto& [attempt, report] : reports_) {
    if (now.instant < report.repeat_at) continue;
    report.repeat_at = now.instant + kRepeatEvery;
    if (connected) effects.push_back(SendToMaster{TaskReport{report.status}});
  }
}

std::optional<Instant> TaskDesk::next_deadline() const {
  std::optional<Instant> next;
  for (const auto& [attempt, report] : reports_)
    next = next ? std::min(*next, report.repeat_at) : report.repeat_at;
  return next;
}

}  // namespace balm::agent
