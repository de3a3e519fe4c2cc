#include "common/value_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "common/base64.h"
#include "common/value_json.h"

namespace balm {
namespace {

constexpr double kPlainEnd = 1e21;  // beyond it, and below kPlainLow, people read an exponent more easily
constexpr double kPlainLow = 1e-5;

struct Date {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

// Days since 1970-01-01 to the proleptic Gregorian calendar.
Date date_of(std::int64_t days) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

// ".5", ".000000001", "" for 0
std::string decimals(std::int64_t nanos) {
  if (nanos == 0) return "";
  std::string digits = std::to_string(nanos);
  digits.insert(0, 9 - digits.size(), '0');
  while (digits.back() == '0') digits.pop_back();
  return "." + digits;
}

std::string ipv6_text(const Value::Address& address) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) groups[i] = address.bytes[2 * i] * 256u + address.bytes[2 * i + 1];
  std::size_t gap = 8;  // the longest run of at least two zero groups becomes "::"
  std::size_t gap_size = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i > gap_size) gap = i, gap_size = end - i;
  }
  std::string text;
  std::array<char, 8> hex{};
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap) text += "::", i += gap_size;
    if (i >= 8) break;
    if (!text.empty() && text.back() != ':') text += ':';
    std::snprintf(hex.data(), hex.size(), "%x", groups[i]);
    text += hex.data();
  }
  return text;
}

}  // namespace

std::string double_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  const double size = std::fabs(number);
  const bool plain = size == 0 || (size >= kPlainLow && size < kPlainEnd);
  std::array<char, 64> text{};
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, format);
  return {text.data(), end.ptr};
}

std::string moment_text(const Value::Moment& moment) {
  constexpr std::int64_t kDay = 86'400;
  std::int64_t day = moment.seconds / kDay;
  std::int64_t second = moment.seconds % kDay;
  if (second < 0) second += kDay, --day;
  const Date date = date_of(day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04lld-%02u-%02uT%02d:%02d:%02d",
                static_cast<long long>(date.year), date.month, date.day, static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return text.data() + decimals(moment.nanos) + "Z";
}

std::string seconds_text(Duration duration) {
  const std::int64_t whole = duration.count() / 1'000'000'000;
  const std::int64_t rest = duration.count() % 1'000'000'000;
  const std::string sign = duration.count() < 0 ? "-" : "";
  return sign + std::to_string(std::abs(whole)) + decimals(std::abs(rest)) + "s";
}

std::string address_text(const Value::Address& address) {
  std::string text;
  if (address.size == 16) {
    text = ipv6_text(address);
  } else {
    for (std::size_t i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(address.bytes[i]);
  }
  return address.prefix < 0 ? text : text + "/" + std::to_string(address.prefix);
}

std::string to_display(const Value& value) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::Null:
      return "null";
    case Kind::Bool:
      return value.as_bool() ? "true" : "false";
    case Kind::Int:
      return std::to_string(value.as_int());
    case Kind::Uint:
      return std::to_string(value.as_uint());
    case Kind::Double:
      return double_text(value.as_double());
    case Kind::String:
      return value.as_string();
    case Kind::Bytes:
      return to_base64(value.as_bytes());
    case Kind::List:
    case Kind::Map:
      return to_json(value);
    case Kind::Timestamp:
      return moment_text(value.as_moment());
    case Kind::Duration:
      return seconds_text(value.as_duration());
    case Kind::Type:
      return value.as_type();
    case Kind::Optional:
      return value.as_optional().held ? to_display(*value.as_optional().held) : "";
    case Kind::Address:
      return address_text(value.as_address());
  }
  return "";
}

}  // namespace balm
