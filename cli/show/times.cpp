#include "cli/show/times.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "common/duration_text.h"

namespace balm::cli {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

struct Reading {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int milliseconds = 0;
};

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

Reading reading_of(std::int64_t local_seconds, std::int64_t milliseconds) {
  const std::int64_t days = floor_div(local_seconds, kSecondsPerDay);
  const auto in_day = static_cast<int>(local_seconds - days * kSecondsPerDay);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = in_day / 3600,
          .minute = in_day / 60 % 60,
          .second = in_day % 60,
          .milliseconds = static_cast<int>(milliseconds)};
}

// Numbers from outside, kept within what a nanosecond count can hold (the year 2255).
WallTime wall_from(std::int64_t ms) {
  constexpr std::int64_t kMost = 9'000'000'000'000;
  return WallTime::from_ms(std::clamp<std::int64_t>(ms, -1, kMost));
}

// A time before 1970 is a fault of its sender and is shown as the number it is.
bool has_calendar(WallTime at) {
  return at.seconds() >= 0;
}

Reading read(WallTime at, const Zone& zone) {
  return reading_of(zone.to_local(at).seconds, at.ms() - at.seconds() * 1000);
}

template <class... Parts>
std::string formatted(const char* pattern, Parts... parts) {
  char buffer[64];
  const int length = std::snprintf(buffer, sizeof buffer, pattern, parts...);
  return {buffer, static_cast<std::size_t>(length)};
}

std::string date_text(const Reading& at) {
  return formatted("%04d-%02u-%02u", at.year, at.month, at.day);
}
std::string minutes_text(const Reading& at) {
  return formatted("%02d:%02d", at.hour, at.minute);
}
std::string seconds_text(const Reading& at) {
  return formatted("%02d:%02d:%02d", at.hour, at.minute, at.second);
}

std::string unix_text(WallTime at) {
  const std::int64_t ms = at.ms();
  return formatted("%lld.%03lld", static_cast<long long>(ms / 1000), static_cast<long long>(ms % 1000));
}

const Zone& zone_for(const Screen& screen) {
  return screen.time == TimeStyle::Utc ? utc() : *screen.zone;
}

// Styles that do not depend on who asks; empty for the others.
std::string machine_text(WallTime at, const Screen& screen) {
  if (!has_calendar(at)) return std::to_string(at.ms()) + "ms";
  if (screen.time == TimeStyle::Unix) return unix_text(at);
  const bool iso = screen.time == TimeStyle::Iso || (screen.time == TimeStyle::Relative && !screen.terminal);
  return iso ? iso_text(at.ms()) : "";
}

// "today" is left out where it is today.
std::string date_unless_today(const Reading& at, const Screen& screen) {
  const std::string date = date_text(at);
  return date == date_text(read(screen.now, zone_for(screen))) ? "" : date + " ";
}

}  // namespace

std::string iso_text(std::int64_t at_ms) {
  const WallTime at = wall_from(at_ms);
  if (!has_calendar(at)) return std::to_string(at.ms()) + "ms";
  const Reading reading = read(at, utc());
  return date_text(reading) + "T" + seconds_text(reading) + formatted(".%03dZ", reading.milliseconds);
}

std::string when_text(const Value& at_ms, const Screen& screen) {
  if (at_ms.int_or() == 0) return "-";
  const WallTime at = wall_from(at_ms.int_or());
  if (std::string text = machine_text(at, screen); !text.empty()) return text;
  if (screen.time != TimeStyle::Relative) {
    const Reading reading = read(at, zone_for(screen));
    return date_text(reading) + " " + seconds_text(reading);
  }
  const std::string age = age_text(at_ms, screen);
  return at > screen.now ? "in " + age : age + " ago";
}

std::string age_text(const Value& at_ms, const Screen& screen) {
  if (at_ms.int_or() == 0) return "-";
  const WallTime at = wall_from(at_ms.int_or());
  if (std::string text = machine_text(at, screen); !text.empty()) return text;
  if (screen.time != TimeStyle::Relative) return when_text(at_ms, screen);
  const Duration away = at > screen.now ? at - screen.now : screen.now - at;
  const std::string text = duration_for_people(std::chrono::floor<std::chrono::seconds>(away));
  return text.substr(0, text.find(' '));  // "12m" for "12m 04s": an age is told by its largest unit
}

std::string clock_text(const Value& at_ms, const Screen& screen) {
  if (at_ms.int_or() == 0) return "-";
  const WallTime at = wall_from(at_ms.int_or());
  if (std::string text = machine_text(at, screen); !text.empty()) return text;
  const Reading reading = read(at, zone_for(screen));
  return date_unless_today(reading, screen) + seconds_text(reading) +
         formatted(".%d", reading.milliseconds / 100);
}

std::string minute_text(const Value& at_ms, const Screen& screen) {
  if (at_ms.int_or() == 0) return "-";
  const WallTime at = wall_from(at_ms.int_or());
  if (std::string text = machine_text(at, screen); !text.empty()) return text;
  const Reading reading = read(at, zone_for(screen));
  return date_unless_today(reading, screen) + minutes_text(reading);
}

std::string took_text(const Value& took_us) {
  if (took_us.is_null()) return "-";
  constexpr std::int64_t kMost = 9'000'000'000'000'000;
  return duration_for_people(std::chrono::microseconds(std::clamp(took_us.int_or(), -kMost, kMost)));
}

std::string length_text(const Value& length_ms) {
  if (length_ms.is_null()) return "-";
  constexpr std::int64_t kMost = 9'000'000'000'000;
  return duration_for_people(std::chrono::milliseconds(std::clamp(length_ms.int_or(), -kMost, kMost)));
}

}  // namespace balm::cli
