// Moments as people type them: `10m` and `2h30m` (ago, or from now), `03:10` (the last, or the next), `now`,
// `today`, `yesterday 14:00`, `tomorrow 02:00`, `2026-03-14`, `2026-03-14 03:10`, ISO 8601 with Z or an
// offset.
#pragma once

#include <string_view>

#include "common/instant.h"
#include "common/result.h"
#include "common/zone.h"

namespace balm::cli {

// Which way a moment without a date lies.
enum class Toward { Past, Future };

// What a reading is relative to.
struct Standpoint {
  WallTime now;
  const Zone& zone;
};

// Errors: Kind::Usage with the forms that are read; also for a local time that a clock change skips.
Result<WallTime> moment_from_text(std::string_view text, Toward toward, const Standpoint& from);

}  // namespace balm::cli
