// Times as CEL writes them: RFC 3339 timestamps of the years 1 to 9999, durations like "1h30m" or "-1.5s".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/value.h"

namespace balm::expression {

inline constexpr std::int64_t kMomentSecondsMin = -62'135'596'800;  // 0001-01-01T00:00:00Z
inline constexpr std::int64_t kMomentSecondsMax = 253'402'300'799;  // 9999-12-31T23:59:59Z

inline bool in_range(const Value::Moment& moment) {
  return moment.seconds >= kMomentSecondsMin && moment.seconds <= kMomentSecondsMax;
}

// "2009-02-13T23:31:30.5+01:00"; digits beyond nanoseconds are cut off. Nothing for what is no such day or
// time.
std::optional<Value::Moment> moment_from_text(std::string_view text);

// Numbers with units h m s ms us ns in any order, a sign in front, fractions allowed; "0" alone. Nothing
// beyond 292 years.
std::optional<Duration> span_from_text(std::string_view text);

// "+02:00", "-8:30", "05:45" -> seconds east of Greenwich.
std::optional<std::int64_t> offset_from_text(std::string_view text);

}  // namespace balm::expression
