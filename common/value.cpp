#include "common/value.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace balm {
namespace {

using Kind = Value::Kind;

constexpr double kInt64Low = -9223372036854775808.0;   // -2^63
constexpr double kInt64End = 9223372036854775808.0;    // 2^63
constexpr double kUint64End = 18446744073709551616.0;  // 2^64
constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

const Value& null_value() {
  static const Value null;
  return null;
}

// Kinds of numbers share one rank, so that 1, 1u and 1.0 are one key.
int rank(const Value& value) {
  return is_number(value) ? static_cast<int>(Kind::Int) : static_cast<int>(value.kind());
}

// Exact order of a whole number against a double. REQUIRES: not NaN
template <class Whole>
std::partial_ordering exact(Whole a, double b) {
  constexpr double kLow = std::numeric_limits<Whole>::is_signed ? kInt64Low : 0.0;
  constexpr double kEnd = std::numeric_limits<Whole>::is_signed ? kInt64End : kUint64End;
  if (b < kLow) return std::partial_ordering::greater;
  if (b >= kEnd) return std::partial_ordering::less;
  const double whole = std::trunc(b);
  const auto truncated = static_cast<Whole>(whole);
  if (a != truncated) return a <=> truncated;
  return 0.0 <=> (b - whole);
}

std::partial_ordering opposite(std::partial_ordering order) {
  return 0 <=> order;
}

std::partial_ordering whole_order(const Value& a, const Value& b) {
  if (a.kind() == b.kind()) return a.is(Kind::Int) ? a.as_int() <=> b.as_int() : a.as_uint() <=> b.as_uint();
  if (a.is(Kind::Uint)) return opposite(whole_order(b, a));
  if (a.as_int() < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a.as_int()) <=> b.as_uint();
}

// Order of map keys: exact, and NaN (never a key of ours, but a total order must place it) before all
// numbers.
bool number_less(const Value& a, const Value& b) {
  if (!a.is(Kind::Double) && !b.is(Kind::Double)) return whole_order(a, b) < 0;
  const bool a_nan = a.is(Kind::Double) && std::isnan(a.as_double());
  const bool b_nan = b.is(Kind::Double) && std::isnan(b.as_double());
  if (a_nan || b_nan) return a_nan && !b_nan;
  if (a.is(Kind::Double) && b.is(Kind::Double)) return a.as_double() < b.as_double();
  if (a.is(Kind::Double))
    return (b.is(Kind::Int) ? exact(b.as_int(), a.as_double()) : exact(b.as_uint(), a.as_double())) > 0;
  return (a.is(Kind::Int) ? exact(a.as_int(), b.as_double()) : exact(a.as_uint(), b.as_double())) < 0;
}

bool list_less(const ValueList& a, const ValueList& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), ValueLess{});
}

bool map_less(const ValueMap& a, const ValueMap& b) {
  const ValueLess less;
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](const auto& x, const auto& y) {
                                        if (less(x.first, y.first)) return true;
                                        return !less(y.first, x.first) && less(x.second, y.second);
                                      });
}

bool optional_less(const Value::Optional& a, const Value::Optional& b) {
  if (!a.held || !b.held) return !a.held && b.held;
  return ValueLess{}(*a.held, *b.held);
}

bool maps_equal(const ValueMap& a, const ValueMap& b) {
  const ValueLess less;
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](const auto& x, const auto& y) {
           return !less(x.first, y.first) && !less(y.first, x.first) && x.second == y.second;
         });
}

bool optionals_equal(const Value::Optional& a, const Value::Optional& b) {
  if (!a.held || !b.held) return !a.held && !b.held;
  return *a.held == *b.held;
}

}  // namespace

bool ValueLess::operator()(const Value& a, const Value& b) const {
  if (a.is(Kind::String) && b.is(Kind::String)) return a.as_string() < b.as_string();
  const int a_rank = rank(a);
  const int b_rank = rank(b);
  if (a_rank != b_rank) return a_rank < b_rank;
  switch (a.kind()) {
    case Kind::Null:
      return false;
    case Kind::Bool:
      return a.as_bool() < b.as_bool();
    case Kind::Int:
    case Kind::Uint:
    case Kind::Double:
      return number_less(a, b);
    case Kind::String:
      return a.as_string() < b.as_string();
    case Kind::Bytes:
      return a.as_bytes() < b.as_bytes();
    case Kind::List:
      return list_less(a.as_list(), b.as_list());
    case Kind::Map:
      return map_less(a.as_map(), b.as_map());
    case Kind::Timestamp:
      return a.as_moment() < b.as_moment();
    case Kind::Duration:
      return a.as_duration() < b.as_duration();
    case Kind::Type:
      return a.as_type() < b.as_type();
    case Kind::Optional:
      return optional_less(a.as_optional(), b.as_optional());
    case Kind::Address:
      return a.as_address() < b.as_address();
  }
  return false;
}

bool ValueLess::operator()(const Value& a, std::string_view b) const {
  if (a.is(Kind::String)) return a.as_string() < b;
  return rank(a) < static_cast<int>(Kind::String);
}

bool ValueLess::operator()(std::string_view a, const Value& b) const {
  if (b.is(Kind::String)) return a < b.as_string();
  return static_cast<int>(Kind::String) < rank(b);
}

Value::Value(ValueMap v) : v_(std::make_shared<const ValueMap>(std::move(v))) {}

Value Value::map(std::initializer_list<std::pair<std::string_view, Value>> entries) {
  ValueMap map;
  for (const auto& [key, value] : entries) map.insert_or_assign(Value(key), value);
  return Value(std::move(map));
}

Value::Moment Value::to_moment(WallTime at) {
  const std::int64_t seconds = at.seconds();
  const Duration rest = at.since_epoch - std::chrono::seconds(seconds);
  return {seconds, static_cast<std::int32_t>(rest.count())};
}

WallTime Value::to_wall(const Moment& moment) {
  constexpr std::int64_t kSecondsMax = std::numeric_limits<std::int64_t>::max() / kNanosPerSecond;
  if (moment.seconds >= kSecondsMax) return {Duration::max()};
  if (moment.seconds <= -kSecondsMax) return {Duration::min()};
  return {std::chrono::seconds(moment.seconds) + Duration(moment.nanos)};
}

std::string Value::string_or(std::string_view fallback) const {
  return is(Kind::String) ? as_string() : std::string(fallback);
}

std::int64_t Value::int_or(std::int64_t fallback) const {
  if (is(Kind::Int)) return as_int();
  if (is(Kind::Uint) && as_uint() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return static_cast<std::int64_t>(as_uint());
  if (!is(Kind::Double)) return fallback;
  const double number = as_double();
  const bool whole = number >= kInt64Low && number < kInt64End && std::trunc(number) == number;
  return whole ? static_cast<std::int64_t>(number) : fallback;
}

bool Value::bool_or(bool fallback) const {
  return is(Kind::Bool) ? as_bool() : fallback;
}

double Value::number_or(double fallback) const {
  if (is(Kind::Double)) return as_double();
  if (is(Kind::Int)) return static_cast<double>(as_int());
  if (is(Kind::Uint)) return static_cast<double>(as_uint());
  return fallback;
}

const Value* Value::find(std::string_view key) const {
  if (!is(Kind::Map)) return nullptr;
  const ValueMap& map = as_map();
  const auto place = map.find(key);
  return place == map.end() ? nullptr : &place->second;
}

const Value& Value::operator[](std::string_view key) const {
  const Value* found = find(key);
  return found != nullptr ? *found : null_value();
}

bool Value::operator==(const Value& other) const {
  if (kind() != other.kind())
    return is_number(*this) && is_number(other) && compare_numbers(*this, other) == 0;
  switch (kind()) {
    case Kind::Null:
      return true;
    case Kind::Bool:
      return as_bool() == other.as_bool();
    case Kind::Int:
      return as_int() == other.as_int();
    case Kind::Uint:
      return as_uint() == other.as_uint();
    case Kind::Double:
      return as_double() == other.as_double();
    case Kind::String:
      return as_string() == other.as_string();
    case Kind::Bytes:
      return as_bytes() == other.as_bytes();
    case Kind::List:
      return as_list() == other.as_list();
    case Kind::Map:
      return maps_equal(as_map(), other.as_map());
    case Kind::Timestamp:
      return as_moment() == other.as_moment();
    case Kind::Duration:
      return as_duration() == other.as_duration();
    case Kind::Type:
      return as_type() == other.as_type();
    case Kind::Optional:
      return optionals_equal(as_optional(), other.as_optional());
    case Kind::Address:
      return as_address() == other.as_address();
  }
  return false;
}

bool is_number(const Value& value) {
  return value.is(Kind::Int) || value.is(Kind::Uint) || value.is(Kind::Double);
}

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  if (a.is(Kind::Double) && b.is(Kind::Double)) return a.as_double() <=> b.as_double();
  if (b.is(Kind::Double)) return opposite(compare_numbers(b, a));
  if (!a.is(Kind::Double)) return whole_order(a, b);
  const double number = a.as_double();
  if (std::isnan(number)) return std::partial_ordering::unordered;
  const bool is_int = b.is(Kind::Int);
  if (number < (is_int ? kInt64Low : 0.0)) return std::partial_ordering::less;
  if (number > (is_int ? kInt64End : kUint64End)) return std::partial_ordering::greater;
  return number <=> b.number_or();
}

std::string_view type_name(const Value& value) {
  switch (value.kind()) {
    case Kind::Null:
      return "null_type";
    case Kind::Bool:
      return "bool";
    case Kind::Int:
      return "int";
    case Kind::Uint:
      return "uint";
    case Kind::Double:
      return "double";
    case Kind::String:
      return "string";
    case Kind::Bytes:
      return "bytes";
    case Kind::List:
      return "list";
    case Kind::Map:
      return "map";
    case Kind::Timestamp:
      return "google.protobuf.Timestamp";
    case Kind::Duration:
      return "google.protobuf.Duration";
    case Kind::Type:
      return "type";
    case Kind::Optional:
      return "optional_type";
    case Kind::Address:
      return value.as_address().prefix < 0 ? "net.IP" : "net.CIDR";
  }
  return "unknown";
}

}  // namespace balm
