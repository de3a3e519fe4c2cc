#include "agent/check_plan.h"

#include <algorithm>

namespace balm::agent {
namespace {

constexpr Duration kCalendarSpread = 30s;  // so that a thousand hosts do not act in the same second
constexpr Duration kFirstSpread = 10s;
// Checks that come due in the same second start together: the host wakes up once for all of them.
constexpr Duration kBeat = 1s;
constexpr Duration kOnTheBeatFrom = 10s;  // more often than that, a second is a large part

const Zone& zone_of(const CheckDocument& check, const ZoneSource* zones) {
  const Zone* const zone = check.zone.empty() || zones == nullptr ? nullptr : zones->find(check.zone);
  return zone != nullptr ? *zone : utc();
}

// The same for all checks of a host, so that they meet, and another on each host, so that hosts do not.
Duration beat_of(const HostFacts& host) {
  return spread_of(host.name, CheckName{}, kBeat);
}

Duration phase_of(const CheckDocument& check, const HostFacts& host) {
  const Duration phase = spread_of(host.name, check.name, check.every);
  if (check.every < kOnTheBeatFrom || check.every % kBeat != Duration::zero()) return phase;
  return phase - phase % kBeat + beat_of(host);
}

Schedule schedule_of(const CheckDocument& check, const HostFacts& host, const ZoneSource* zones) {
  if (check.cron)
    return Schedule::calendar(*check.cron, zone_of(check, zones),
                              spread_of(host.name, check.name, kCalendarSpread));
  return Schedule::interval(check.every, phase_of(check, host));
}

}  // namespace

bool concerns(const CheckDocument& check, const HostFacts& host) {
  return check.enabled && (!check.hosts || check.hosts->match(host.name, host.labels).matched());
}

PlannedCheck plan_check(const CheckDocument& check, const HostFacts& host, const ZoneSource* zones,
                        const Now* fresh) {
  PlannedCheck planned{schedule_of(check, host, zones), check.timeout, std::nullopt};
  const bool soon = fresh != nullptr && !check.cron;  // a calendar was written to be kept
  if (soon)
    planned.first = fresh->instant + spread_of(host.name, check.name, std::min(check.every, kFirstSpread));
  return planned;
}

}  // namespace balm::agent
