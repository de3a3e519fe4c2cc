#include "common/schedule.h"

#include <string>

#include "common/hash.h"
#include "common/invariant.h"

namespace balm {

Duration spread_of(const HostName& host, const CheckName& check, Duration bound) {
  if (bound <= Duration::zero()) return Duration::zero();
  // The separator cannot occur in ids, so no two pairs have one text.
  const std::uint64_t hash = stable_hash(host.text + "/" + check.text);
  return Duration(static_cast<Duration::rep>(hash % static_cast<std::uint64_t>(bound.count())));
}

Schedule Schedule::interval(Duration every, Duration phase) {
  BALM_ASSERT(every > Duration::zero() && phase >= Duration::zero() && phase < every);
  Schedule schedule;
  schedule.every_ = every;
  schedule.offset_ = phase;
  return schedule;
}

Schedule Schedule::calendar(Cron cron, const Zone& zone, Duration delay) {
  BALM_ASSERT(delay >= Duration::zero());
  Schedule schedule;
  schedule.offset_ = delay;
  schedule.cron_ = std::move(cron);
  schedule.zone_ = &zone;
  return schedule;
}

std::optional<Instant> Schedule::next(const Now& now) const {
  if (follows_wall_clock()) {
    const auto due = cron_.next(now.wall - offset_, *zone_);
    if (!due) return std::nullopt;
    return now.instant + (*due + offset_ - now.wall);
  }
  const Duration since_phase = now.instant.since_boot - offset_;
  if (since_phase < Duration::zero()) return Instant{offset_};
  return Instant{offset_ + (since_phase / every_ + 1) * every_};
}

}  // namespace balm
