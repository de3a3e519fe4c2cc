#include "agent/check_plan.h"

#include <algorithm>

namespace balm::agent {
namespace {

constexpr Duration kCalendarSpread = 30s;  // so that a thousand hosts do not act in the same second
constexpr Duration kFirstSpread = 10s;

const Zone& zone_of(const CheckDocument& check, const ZoneSource* zones) {
  const Zone* const zone = check.zone.empty() || zones == nullptr ? nullptr : zones->find(check.zone);
  return zone != nullptr ? *zone : utc();
}

Schedule schedule_of(const CheckDocument& check, const HostFacts& host, const ZoneSource* zones) {
  if (check.cron)
    return Schedule::calendar(*check.cron, zone_of(check, zones),
                              spread_of(host.name, check.name, kCalendarSpread));
  return Schedule::interval(check.every, spread_of(host.name, check.name, check.every));
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
