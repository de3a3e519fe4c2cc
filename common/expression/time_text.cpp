#include "common/expression/time_text.h"

#include <array>
#include <cmath>
#include <limits>

namespace balm::expression {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  char look() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool accept(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  // Exactly `width` digits within the bounds.
  std::optional<int> number(std::size_t width, int least, int most) {
    if (rest_.size() < width) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (!is_digit(rest_[i])) return std::nullopt;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return number >= least && number <= most ? std::optional(number) : std::nullopt;
  }
  std::string_view digits() {
    std::size_t end = 0;
    while (end < rest_.size() && is_digit(rest_[end])) ++end;
    const std::string_view digits = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return digits;
  }

 private:
  std::string_view rest_;
};

// Nanoseconds of a fraction's digits.
std::int32_t fraction(std::string_view digits) {
  std::int32_t nanos = 0;
  for (std::size_t i = 0; i < 9; ++i) nanos = nanos * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return nanos;
}

std::optional<std::int64_t> read_day(Reader& reader) {
  const auto year = reader.number(4, 0, 9999);
  if (!year || !reader.accept("-")) return std::nullopt;
  const auto month = reader.number(2, 1, 12);
  if (!month || !reader.accept("-")) return std::nullopt;
  const auto day = reader.number(2, 1, 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<std::int64_t> read_time(Reader& reader) {
  const auto hour = reader.number(2, 0, 23);
  if (!hour || !reader.accept(":")) return std::nullopt;
  const auto minute = reader.number(2, 0, 59);
  if (!minute || !reader.accept(":")) return std::nullopt;
  const auto second = reader.number(2, 0, 59);
  if (!second) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// "Z" or "+02:00"
std::optional<std::int64_t> read_offset(Reader& reader) {
  if (reader.accept("Z")) return 0;
  const int sign = reader.look() == '-' ? -1 : 1;
  if (!reader.accept("+") && !reader.accept("-")) return std::nullopt;
  const auto hour = reader.number(2, 0, 23);
  if (!hour || !reader.accept(":")) return std::nullopt;
  const auto minute = reader.number(2, 0, 59);
  if (!minute) return std::nullopt;
  return sign * (*hour * 3600 + *minute * 60);
}

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
// Longer names before those they begin with.
constexpr std::array kUnits = {Unit{"ns", 1},
                               Unit{"us", 1'000},
                               Unit{"\xC2\xB5s", 1'000},  // micro sign
                               Unit{"\xCE\xBCs", 1'000},  // Greek mu
                               Unit{"ms", 1'000'000},
                               Unit{"s", 1'000'000'000},
                               Unit{"m", 60'000'000'000},
                               Unit{"h", 3'600'000'000'000}};

using Wide = __int128;  // a sum of parts may pass 64 bits before it is found too long

// One "1.5h"; nothing when it is none or hopelessly long.
std::optional<Wide> read_part(Reader& reader) {
  const std::string_view whole = reader.digits();
  const std::string_view rest = reader.accept(".") ? reader.digits() : std::string_view();
  if ((whole.empty() && rest.empty()) || whole.size() > 19) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (!reader.accept(unit.name)) continue;
    Wide nanos = 0;
    for (const char digit : whole) nanos = nanos * 10 + (digit - '0');
    nanos *= unit.nanos;
    Wide scale = unit.nanos;
    for (const char digit : rest) {
      scale /= 10;
      nanos += scale * (digit - '0');
    }
    return nanos;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Value::Moment> moment_from_text(std::string_view text) {
  Reader reader(text);
  const auto day = read_day(reader);
  if (!day || !reader.accept("T")) return std::nullopt;
  const auto time = read_time(reader);
  if (!time) return std::nullopt;
  std::int32_t nanos = 0;
  if (reader.accept(".")) {
    const std::string_view digits = reader.digits();
    if (digits.empty()) return std::nullopt;
    nanos = fraction(digits);
  }
  const auto offset = read_offset(reader);
  if (!offset || !reader.done()) return std::nullopt;
  const Value::Moment moment{*day * 86'400 + *time - *offset, nanos};
  return in_range(moment) ? std::optional(moment) : std::nullopt;
}

std::optional<Duration> span_from_text(std::string_view text) {
  Reader reader(text);
  const bool minus = reader.accept("-");
  if (!minus) reader.accept("+");
  if (reader.done()) return std::nullopt;
  if (reader.accept("0") && reader.done()) return Duration(0);
  reader = Reader(text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0));
  Wide nanos = 0;
  while (!reader.done()) {
    const auto part = read_part(reader);
    if (!part) return std::nullopt;
    nanos += *part;
    if (nanos > static_cast<Wide>(std::numeric_limits<std::int64_t>::max()) + 1) return std::nullopt;
  }
  if (minus) nanos = -nanos;
  if (nanos > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return Duration(static_cast<std::int64_t>(nanos));
}

std::optional<std::int64_t> offset_from_text(std::string_view text) {
  Reader reader(text);
  const int sign = reader.look() == '-' ? -1 : 1;
  if (!reader.accept("-")) reader.accept("+");
  const std::string_view hours = reader.digits();
  if (hours.empty() || hours.size() > 2 || !reader.accept(":")) return std::nullopt;
  const auto minute = reader.number(2, 0, 59);
  if (!minute || !reader.done()) return std::nullopt;
  const int hour = hours.size() == 1 ? hours[0] - '0' : (hours[0] - '0') * 10 + (hours[1] - '0');
  if (hour > 23) return std::nullopt;
  return sign * (hour * 3600 + *minute * 60);
}

}  // namespace balm::expression
