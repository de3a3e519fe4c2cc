#include "agent/check_scheduler.h"

#include <algorithm>

#include "common/limits.h"

namespace balm::agent {
namespace {

constexpr auto kAnswerGrace = 30s;   // for an executor that is busy
constexpr auto kClockSetAfter = 2s;  // a wall clock that moved more against the boot clock was set

Duration offset_of(const Now& now) {
  return now.wall.since_epoch - now.instant.since_boot;
}

}  // namespace

void CheckScheduler::plan(CheckPlan checks, const Now& now) {
  checks_ = std::move(checks);
  due_ = {};
  clock_offset_ = offset_of(now);
  for (const auto& [name, check] : checks_) {
    schedule(name, now);
    const auto regular = due_.at(name);
    if (check.first && (!regular || *check.first < *regular)) due_.set(name, *check.first);
  }
  std::erase_if(waiting_, [&](const CheckName& name) { return !checks_.contains(name); });
}

void CheckScheduler::schedule(const CheckName& check, const Now& now) {
  if (const auto next = checks_.at(check).schedule.next(now)) due_.set(check, *next);
}

bool CheckScheduler::busy(const CheckName& check) const {
  const auto is_it = [&](const auto& entry) { return entry.second.check == check; };
  return std::find(waiting_.begin(), waiting_.end(), check) != waiting_.end() ||
         std::any_of(running_.begin(), running_.end(), is_it);
}

bool CheckScheduler::run_now(const CheckName& check, const Now& now, Effects& effects) {
  if (!checks_.contains(check)) return false;
  const auto place = std::find(waiting_.begin(), waiting_.end(), check);
  const bool waits = place != waiting_.end();
  if (!waits && busy(check)) return true;
  if (waits) waiting_.erase(place);
  waiting_.push_front(check);
  start_waiting(now, effects);
  return true;
}

std::optional<CheckName> CheckScheduler::finished(std::uint64_t run, const Now& now, Effects& effects) {
  const auto place = running_.find(run);
  if (place == running_.end()) return std::nullopt;
  const CheckName check = place->second.check;
  running_.erase(place);
  start_waiting(now, effects);
  if (!checks_.contains(check)) return std::nullopt;
  return check;
}

std::vector<CheckName> CheckScheduler::tick(const Now& now, Effects& effects) {
  notice_clock_change(now);
  std::vector<CheckName> given_up;
  std::erase_if(running_, [&](const auto& entry) {
    if (now.instant < entry.second.give_up_at) return false;
    given_up.push_back(entry.second.check);
    return true;
  });
  for (const CheckName& check : due_.take_due(now.instant)) {
    schedule(check, now);
    if (busy(check))
      ++skipped_;
    else
      waiting_.push_back(check);
  }
  start_waiting(now, effects);
  return given_up;
}

// Calendars follow the wall clock: when it was set, their next times are others.
void CheckScheduler::notice_clock_change(const Now& now) {
  const Duration offset = offset_of(now);
  if (!clock_offset_) clock_offset_ = offset;
  if (std::chrono::abs(offset - *clock_offset_) < kClockSetAfter) return;
  clock_offset_ = offset;
  for (const auto& [name, check] : checks_)
    if (check.schedule.follows_wall_clock()) schedule(name, now);
}

void CheckScheduler::start_waiting(const Now& now, Effects& effects) {
  while (!waiting_.empty() && running_.size() < running_max_) {
    const CheckName check = waiting_.front();
    waiting_.pop_front();
    const Duration longest = checks_.at(check).timeout + limits::kKillGrace + kAnswerGrace;
    running_.emplace(++last_run_, Run{check, now.instant + longest});
    effects.push_back(SendToExecutor{SpawnCheck{last_run_, check}});
  }
}

std::optional<Instant> CheckScheduler::next_deadline() const {
  std::optional<Instant> next = due_.next();
  for (const auto& [run, entry] : running_)
    next = next ? std::min(*next, entry.give_up_at) : entry.give_up_at;
  return next;
}

}  // namespace balm::agent
