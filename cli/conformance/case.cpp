#include "cli/conformance/case.h"

#include <charconv>
#include <chrono>

#include "common/value_json.h"
#include "common/zone.h"

namespace balm::conformance {
namespace {

// Reads exactly `digits` digits at `at`; -1 when they are not there.
int digits_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int number = 0;
  const char* const begin = text.data() + at;
  const auto read = std::from_chars(begin, begin + digits, number);
  return read.ec == std::errc{} && read.ptr == begin + digits ? number : -1;
}

// ".123456" as nanoseconds; takes it off the text.
Duration take_decimals(std::string_view& text) {
  Duration::rep nanoseconds = 0;
  if (!text.starts_with('.')) return Duration::zero();
  text.remove_prefix(1);
  for (Duration::rep unit = 100'000'000; !text.empty() && text[0] >= '0' && text[0] <= '9'; unit /= 10) {
    nanoseconds += (text[0] - '0') * unit;
    text.remove_prefix(1);
  }
  return Duration(nanoseconds);
}

}  // namespace

Case read_case(std::string_view line) {
  Case result;
  auto fields = value_from_json(line);
  if (!fields) {
    result.outcome.got = fields.error().message;
    return result;
  }
  result.fields = *std::move(fields);
  result.outcome.id = result.fields["id"].string_or();
  result.outcome.tag = result.fields["tag"].string_or("core");
  result.readable = result.fields.is(Value::Kind::Map);
  return result;
}

Value element(const Value& list, std::size_t n) {
  return list.is(Value::Kind::List) && n < list.as_list().size() ? list.as_list()[n] : Value();
}

std::optional<WallTime> moment_from_text(std::string_view text) {
  if (text.size() < 20) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(digits_at(text, 0, 4)),
                                         std::chrono::month(static_cast<unsigned>(digits_at(text, 5, 2))),
                                         std::chrono::day(static_cast<unsigned>(digits_at(text, 8, 2)))};
  const int hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2), second = digits_at(text, 17, 2);
  if (!date.ok() || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  std::string_view rest = text.substr(19);
  const Duration decimals = take_decimals(rest);
  const auto zone = fixed_zone(rest);
  if (!zone) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return zone->to_wall({days * 86'400 + hour * 3600 + minute * 60 + second}).first + decimals;
}

std::string moment_text(WallTime moment) {
  return to_display(Value(moment));
}

void compare(CaseOutcome& outcome, std::string expected, std::string got) {
  outcome.passed = expected == got;
  outcome.expected = std::move(expected);
  outcome.got = std::move(got);
}

}  // namespace balm::conformance
