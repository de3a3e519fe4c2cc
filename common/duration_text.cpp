#include "common/duration_text.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace balm {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

constexpr std::int64_t kSecond = 1'000'000'000;
// Largest first: the order in which they may be written.
constexpr std::array<Unit, 8> kUnits{{{"w", 7 * 24 * 3600 * kSecond},
                                      {"d", 24 * 3600 * kSecond},
                                      {"h", 3600 * kSecond},
                                      {"m", 60 * kSecond},
                                      {"s", kSecond},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"ns", 1}}};

constexpr std::string_view kExamples = "write it like 90s, 5m, 2h30m, 500ms or 1d";

Error wrong(std::string_view text, const std::string& why) {
  return {Error::Kind::Usage, "`" + std::string(text) + "` is no duration: " + why, std::string(kExamples)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t end_of(std::string_view text, std::size_t from, bool digits) {
  while (from < text.size() && is_digit(text[from]) == digits) ++from;
  return from;
}

std::size_t unit_index(std::string_view name) {
  std::size_t i = 0;
  while (i < kUnits.size() && kUnits[i].name != name) ++i;
  return i;
}

// Adds `count` units to `sum`; false when that does not fit.
bool add_units(std::int64_t& sum, std::int64_t count, std::int64_t unit) {
  std::int64_t part = 0;
  return !__builtin_mul_overflow(count, unit, &part) && !__builtin_add_overflow(sum, part, &sum);
}

std::string two_digits(std::int64_t n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

// "12m 04s", and "12m" when the lesser part is nothing.
std::string two_parts(std::int64_t n, std::int64_t lesser_per_greater, const char* greater,
                      const char* lesser) {
  std::string text = std::to_string(n / lesser_per_greater) + greater;
  if (n % lesser_per_greater != 0) text += " " + two_digits(n % lesser_per_greater) + lesser;
  return text;
}

std::string with_tenth(std::int64_t tenths, const char* unit) {
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text + unit;
}

std::string magnitude_for_people(std::int64_t ns) {
  if (ns < 1'000) return std::to_string(ns) + "ns";
  if (ns < 1'000'000) return std::to_string(ns / 1'000) + "us";
  if (ns < 10'000'000) return with_tenth(ns / 100'000, "ms");
  if (ns < kSecond) return std::to_string(ns / 1'000'000) + "ms";
  if (ns < 10 * kSecond) return with_tenth(ns / 100'000'000, "s");
  const std::int64_t seconds = ns / kSecond;
  if (seconds < 60) return std::to_string(seconds) + "s";
  if (seconds < 3600) return two_parts(seconds, 60, "m", "s");
  if (seconds < 24 * 3600) return two_parts(seconds / 60, 60, "h", "m");
  return two_parts(seconds / 3600, 24, "d", "h");
}

}  // namespace

Result<Duration> duration_from_text(std::string_view text) {
  if (text.empty()) return wrong(text, "it is empty");
  std::int64_t sum = 0;
  std::size_t next_unit = 0;  // units before this one have been used or passed over
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t number_end = end_of(text, at, true);
    if (number_end == at) return wrong(text, std::string("`") + text[at] + "` where a number should be");
    const std::size_t unit_end = end_of(text, number_end, false);
    const std::string_view name = text.substr(number_end, unit_end - number_end);
    if (name.empty()) return wrong(text, "a unit is missing (ms, s, m, h, d, w)");
    const std::size_t unit = unit_index(name);
    if (unit == kUnits.size())
      return wrong(text, "no unit `" + std::string(name) + "` (there are ns, us, ms, s, m, h, d, w)");
    if (unit < next_unit) return wrong(text, "units go from large to small, each once");
    std::int64_t count = 0;
    const auto read = std::from_chars(text.data() + at, text.data() + number_end, count);
    if (read.ec != std::errc{} || !add_units(sum, count, kUnits[unit].nanoseconds))
      return wrong(text, "it is too long");
    next_unit = unit + 1;
    at = unit_end;
  }
  return Duration(sum);
}

std::string duration_text(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  std::string text = duration < Duration::zero() ? "-" : "";
  // Counted below zero, because the least negative number has no positive counterpart.
  std::int64_t rest = duration.count() < 0 ? duration.count() : -duration.count();
  for (const Unit& unit : kUnits) {
    if (unit.name == "w") continue;  // "14d" is read faster than "2w" by people and means the same
    const std::int64_t count = rest / unit.nanoseconds;
    if (count == 0) continue;
    text += std::to_string(-count);
    text += unit.name;
    rest -= count * unit.nanoseconds;
  }
  return text;
}

std::string duration_for_people(Duration duration) {
  const std::int64_t ns = duration.count();
  if (ns == 0) return "0s";
  if (ns >= 0) return magnitude_for_people(ns);
  return "-" + magnitude_for_people(ns == INT64_MIN ? INT64_MAX : -ns);
}

}  // namespace balm
