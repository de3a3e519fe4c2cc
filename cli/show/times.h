// Moments and lengths of time as the reader wants them told.
#pragma once

#include <cstdint>
#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// "2026-03-14T02:07:12.401Z", as all machine formats have it.
std::string iso_text(std::int64_t at_ms);

// In the screen's style; relative to its now for people ("12m ago", "in 22s"), ISO in a pipe. "-" for null
// and 0.
std::string when_text(const Value& at_ms, const Screen& screen);

// Only the length of time since (or until) then, for columns that say so themselves: "12m". ISO in a pipe.
std::string age_text(const Value& at_ms, const Screen& screen);

// The time of day for timelines, "03:07:12.4"; with the date in front when it is not today. ISO in a pipe.
std::string clock_text(const Value& at_ms, const Screen& screen);

// The same without seconds, for "in maintenance until 05:14".
std::string minute_text(const Value& at_ms, const Screen& screen);

// "1.2s", from microseconds or milliseconds; "-" for null.
std::string took_text(const Value& took_us);
std::string length_text(const Value& length_ms);

}  // namespace balm::cli
