// Durations as people write and read them. "90s", "5m", "2h30m", "1d", "500ms" <-> Duration.
//
// Grammar: one or more of NUMBER UNIT, largest unit first, each unit once, nothing between them. Units: w d h
// m s ms us ns; a day is 24 hours, a week 7 days. Whole numbers only, no sign, a unit is always needed, so
// that "5" never silently means something else than its author thought. "0s" is read; whether nothing makes
// sense is for the caller to say.
#pragma once

#include <string>
#include <string_view>

#include "common/instant.h"
#include "common/result.h"

namespace balm {

// Errors: Kind::Usage with what is wrong and an example; also when the sum is beyond 292 years.
Result<Duration> duration_from_text(std::string_view text);

// The canonical text: "2h30m", "1m30s", "0s". duration_from_text() reads it back exactly; a negative
// duration, which only arithmetic makes, gets a leading "-" and does not.
std::string duration_text(Duration duration);

// Two figures at a glance, for tables and sentences: "850ms", "1.2s", "42s", "12m 04s", "2h 30m", "3d 04h".
std::string duration_for_people(Duration duration);

}  // namespace balm
