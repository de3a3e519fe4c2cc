// Value: the dynamic data of Balm. Event fields, state arguments, changes, operator replies and the
// expression language (CEL) all speak it, so nothing is converted between them.
//
// The kinds are CEL's. Values are immutable once built; lists and maps are shared between copies (shared_ptr
// to const), because expressions copy them on every step and a deep copy each time would make evaluation
// quadratic.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/instant.h"

namespace balm {

class Value;
struct ValueLess {  // a total order over all kinds; numbers of different kinds compare by their numeric value
  using is_transparent = void;
  bool operator()(const Value& a, const Value& b) const;
  // A text against a key, so that looking one up builds no Value.
  bool operator()(const Value& a, std::string_view b) const;
  bool operator()(std::string_view a, const Value& b) const;
};
using ValueList = std::vector<Value>;
using ValueMap = std::map<Value, Value, ValueLess>;

class Value {
 public:
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // GCC takes the enumerator Duration for a rival of balm::Duration
  // clang-format off
  enum class Kind {
    Null, Bool, Int, Uint, Double, String, Bytes, List, Map, Timestamp, Duration, Type, Optional, Address
  };
  // clang-format on
#pragma GCC diagnostic pop

  struct Bytes {
    std::string data;
    bool operator==(const Bytes&) const = default;
  };
  struct Type {  // the value of type(x): "int", "list", "google.protobuf.Timestamp" ...
    std::string name;
    bool operator==(const Type&) const = default;
  };
  struct Optional {  // CEL optional; empty pointer is optional.none()
    std::shared_ptr<const Value> held;
  };
  // A calendar moment over CEL's whole range, year 1 to 9999, which nanoseconds in 64 bits (WallTime) cannot
  // hold.
  struct Moment {
    std::int64_t seconds = 0;  // since the Unix epoch
    std::int32_t nanos = 0;    // 0 .. 999'999'999, forward in time
    auto operator<=>(const Moment&) const = default;
  };
  // An IP address, or a network when it has a prefix length (CEL's net.IP and net.CIDR).
  struct Address {
    std::array<std::uint8_t, 16> bytes{};  // an IPv4 address stands in the first four
    std::uint8_t size = 4;                 // 4 or 16
    std::int16_t prefix = -1;              // 0 .. 8 * size; -1: a plain address
    auto operator<=>(const Address&) const = default;
  };

  Value() = default;  // null
  Value(std::nullptr_t) {}
  Value(bool v) : v_(v) {}
  Value(int v) : v_(static_cast<std::int64_t>(v)) {}
  Value(std::int64_t v) : v_(v) {}
  Value(long long v) : v_(static_cast<std::int64_t>(v)) {}
  Value(unsigned v) : v_(static_cast<std::int64_t>(v)) {}
  static Value uint(std::uint64_t v) {
    return Value(Storage(v));
  }
  Value(double v) : v_(v) {}
  Value(const char* v) : v_(std::string(v)) {}
  Value(std::string_view v) : v_(std::string(v)) {}
  Value(std::string v) : v_(std::move(v)) {}
  Value(Bytes v) : v_(std::move(v)) {}
  Value(WallTime v) : v_(to_moment(v)) {}
  Value(Moment v) : v_(v) {}
  Value(Duration v) : v_(v) {}
  Value(Type v) : v_(std::move(v)) {}
  Value(Optional v) : v_(std::move(v)) {}
  Value(Address v) : v_(v) {}
  Value(ValueList v) : v_(std::make_shared<const ValueList>(std::move(v))) {}
  Value(ValueMap v);
  // An object with text keys: Value::map({{"host", "web1"}, {"n", 3}})
  static Value map(std::initializer_list<std::pair<std::string_view, Value>> entries);

  Kind kind() const {
    return static_cast<Kind>(v_.index());
  }
  bool is(Kind kind) const {
    return this->kind() == kind;
  }
  bool is_null() const {
    return is(Kind::Null);
  }

  // REQUIRES: the value is of that kind.
  bool as_bool() const {
    return std::get<bool>(v_);
  }
  std::int64_t as_int() const {
    return std::get<std::int64_t>(v_);
  }
  std::uint64_t as_uint() const {
    return std::get<std::uint64_t>(v_);
  }
  double as_double() const {
    return std::get<double>(v_);
  }
  const std::string& as_string() const {
    return std::get<std::string>(v_);
  }
  const std::string& as_bytes() const {
    return std::get<Bytes>(v_).data;
  }
  const ValueList& as_list() const {
    return *std::get<std::shared_ptr<const ValueList>>(v_);
  }
  const ValueMap& as_map() const {
    return *std::get<std::shared_ptr<const ValueMap>>(v_);
  }
  const Moment& as_moment() const {
    return std::get<Moment>(v_);
  }
  WallTime as_timestamp() const {
    return to_wall(as_moment());
  }  // the nearest WallTime has (years 1677 to 2262)
  Duration as_duration() const {
    return std::get<Duration>(v_);
  }
  const std::string& as_type() const {
    return std::get<Type>(v_).name;
  }
  const Optional& as_optional() const {
    return std::get<Optional>(v_);
  }
  const Address& as_address() const {
    return std::get<Address>(v_);
  }

  // Tolerant readers for messages and rows: the fallback when the value is of another kind.
  std::string string_or(std::string_view fallback = "") const;
  std::int64_t int_or(std::int64_t fallback = 0) const;  // also takes whole doubles and uints in range
  bool bool_or(bool fallback = false) const;
  double number_or(double fallback = 0) const;  // any numeric kind

  // The entry `key` of a map; nullptr when this is no map or has none. Lives as long as this value.
  const Value* find(std::string_view key) const;
  // The same, null instead of nothing: event["labels"]["mount"] never fails.
  const Value& operator[](std::string_view key) const;

  // CEL equality: numbers of different kinds are equal by value, NaN is not equal to itself, other kinds
  // never mix.
  bool operator==(const Value& other) const;

  static Moment to_moment(WallTime at);
  static WallTime to_wall(const Moment& moment);

 private:
  using Storage = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Bytes,
                               std::shared_ptr<const ValueList>, std::shared_ptr<const ValueMap>, Moment,
                               Duration, Type, Optional, Address>;
  explicit Value(Storage storage) : v_(std::move(storage)) {}
  Storage v_;
};

// True for int, uint and double.
bool is_number(const Value& value);

// Order of two numbers of any kinds as CEL compares them: an int or uint meets a double as a double, unless
// the double is out of its range. Unordered with NaN. REQUIRES: is_number() of both.
std::partial_ordering compare_numbers(const Value& a, const Value& b);

// The CEL name of a kind: "int", "string", "null_type", "google.protobuf.Duration" ...
std::string_view type_name(const Value& value);

// Text as `{{ }}` puts it into a string: strings as they are, numbers in shortest form, lists and maps as
// JSON, timestamps as RFC 3339, durations as "90s". See value_text.h for the single spellings.
std::string to_display(const Value& value);

}  // namespace balm
