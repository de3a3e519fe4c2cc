// Conversions between kinds: int(x), string(x), timestamp(x) ... What does not fit its target is an error,
// never bent.
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "common/expression/functions.h"
#include "common/expression/time_text.h"
#include "common/utf8.h"
#include "common/value_text.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

// -2^63, 2^63 and 2^64. A double at the very edge is refused as well: whether it still fits depends on
// rounding.
constexpr double kInt64Low = -9223372036854775808.0;
constexpr double kInt64End = 9223372036854775808.0;
constexpr double kUint64End = 18446744073709551616.0;

Outcome not_a(const char* what, const std::string& text) {
  constexpr std::size_t kShown = 64;
  return fail("not " + std::string(what) + ": \"" + for_terminal(cut_to_bytes(text, kShown)) + "\"");
}

Outcome out_of_range(const char* what) {
  return fail(std::string("out of the range of ") + what);
}

template <class Number>
std::optional<Number> read_whole(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('+')) return std::nullopt;
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool same_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](char a, char b) { return (a | 0x20) == b; });
}

// NaN, Infinity and Inf in any case, with a sign.
std::optional<double> special_number(std::string_view text) {
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  if (same_word(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (!same_word(text, "infinity") && !same_word(text, "inf")) return std::nullopt;
  return minus ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

std::optional<double> read_double(std::string_view text) {
  if (const auto special = special_number(text)) return special;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with("-+")) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || end == text.data()) return std::nullopt;
  if (error == std::errc{}) return std::isfinite(number) ? std::optional(number) : std::nullopt;
  const double near = std::strtod(std::string(text).c_str(), nullptr);  // tells too large from too small
  return std::abs(near) < 1 ? std::optional(near) : std::nullopt;
}

}  // namespace

Outcome to_bool(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  for (const char* word : {"true", "True", "TRUE", "t", "T", "1"})
    if (text == word) return Value(true);
  for (const char* word : {"false", "False", "FALSE", "f", "F", "0"})
    if (text == word) return Value(false);
  return not_a("a bool", text);
}

Outcome to_bytes(Arguments arguments, const Scope&) {
  return Value(Value::Bytes{arguments[0]->as_string()});
}

Outcome to_double(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (!value.is(Kind::String)) return Value(value.number_or());
  const auto number = read_double(value.as_string());
  return number ? Outcome(Value(*number)) : not_a("a double", value.as_string());
}

Outcome to_duration(Arguments arguments, const Scope&) {
  const auto span = span_from_text(arguments[0]->as_string());
  return span ? Outcome(Value(*span))
              : not_a("a duration such as \"90s\" or \"1h30m\"", arguments[0]->as_string());
}

Outcome to_int(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (value.is(Kind::Timestamp)) return Value(value.as_moment().seconds);
  if (value.is(Kind::Uint)) {
    if (value.as_uint() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return out_of_range("int");
    return Value(static_cast<std::int64_t>(value.as_uint()));
  }
  if (value.is(Kind::Double)) {
    const double number = value.as_double();
    if (!(number > kInt64Low && number < kInt64End)) return out_of_range("int");
    return Value(static_cast<std::int64_t>(number));
  }
  const auto number = read_whole<std::int64_t>(value.as_string());
  return number ? Outcome(Value(*number)) : not_a("an int", value.as_string());
}

Outcome to_uint(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (value.is(Kind::Int)) {
    if (value.as_int() < 0) return out_of_range("uint");
    return Value::uint(static_cast<std::uint64_t>(value.as_int()));
  }
  if (value.is(Kind::Double)) {
    const double number = value.as_double();
    if (!(number >= 0 && number < kUint64End)) return out_of_range("uint");
    return Value::uint(static_cast<std::uint64_t>(number));
  }
  const auto number = read_whole<std::uint64_t>(value.as_string());
  return number ? Outcome(Value::uint(*number)) : not_a("a uint", value.as_string());
}

Outcome to_string(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (!value.is(Kind::Bytes)) return Value(to_display(value));
  if (!valid_utf8(value.as_bytes())) return fail("these bytes are not UTF-8");
  return Value(value.as_bytes());
}

Outcome to_timestamp(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (value.is(Kind::Int)) {
    const Value::Moment moment{value.as_int(), 0};
    return in_range(moment) ? Outcome(Value(moment)) : out_of_range("timestamp");
  }
  const auto moment = moment_from_text(value.as_string());
  return moment ? Outcome(Value(*moment))
                : not_a("a timestamp such as \"2024-02-29T12:00:00Z\"", value.as_string());
}

}  // namespace balm::expression::functions
