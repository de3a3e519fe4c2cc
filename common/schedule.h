// When a check or rule is due: every so often, or by the calendar. With a spread, so that a thousand agents
// that start together do not act together.
#pragma once

#include <optional>
#include <string_view>

#include "common/cron.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/zone.h"

namespace balm {

// A delay in [0, bound) that is always the same for a host and a check, and evenly spread over hosts.
Duration spread_of(const HostName& host, const CheckName& check, Duration bound);

class Schedule {
 public:
  // Due at `phase`, `phase` + `every` ... of the host's boot clock, whatever the wall clock does. The phase
  // survives restarts of the agent, so a restart shifts nothing. REQUIRES: every > 0, 0 <= phase < every
  static Schedule interval(Duration every, Duration phase);

  // Due `delay` after the times of `cron` on the clock of `zone`, which must outlive this. REQUIRES: delay >=
  // 0
  static Schedule calendar(Cron cron, const Zone& zone, Duration delay);

  // The first due time strictly after `now`; nothing if there is none any more. For a calendar the answer
  // holds as long as the wall clock is not set: ask again when it was.
  std::optional<Instant> next(const Now& now) const;

  bool follows_wall_clock() const { return zone_ != nullptr; }

 private:
  Schedule() = default;

  Duration every_{};
  Duration offset_{};  // phase or delay
  Cron cron_;
  const Zone* zone_ = nullptr;
};

}  // namespace balm
