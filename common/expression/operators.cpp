#include "common/expression/operators.h"

#include <array>
#include <limits>

#include "common/expression/time_text.h"
#include "common/limits.h"

namespace balm::expression {
namespace {

using Kind = Value::Kind;
using Is = Type::Kind;

constexpr std::array kRows = {
    OperatorRow{Operator::Add, Is::Int, Is::Int, Is::Int},
    OperatorRow{Operator::Add, Is::Uint, Is::Uint, Is::Uint},
    OperatorRow{Operator::Add, Is::Double, Is::Double, Is::Double},
    OperatorRow{Operator::Add, Is::String, Is::String, Is::String},
    OperatorRow{Operator::Add, Is::Bytes, Is::Bytes, Is::Bytes},
    OperatorRow{Operator::Add, Is::Timestamp, Is::Span, Is::Timestamp},
    OperatorRow{Operator::Add, Is::Span, Is::Timestamp, Is::Timestamp},
    OperatorRow{Operator::Add, Is::Span, Is::Span, Is::Span},
    OperatorRow{Operator::Subtract, Is::Int, Is::Int, Is::Int},
    OperatorRow{Operator::Subtract, Is::Uint, Is::Uint, Is::Uint},
    OperatorRow{Operator::Subtract, Is::Double, Is::Double, Is::Double},
    OperatorRow{Operator::Subtract, Is::Timestamp, Is::Timestamp, Is::Span},
    OperatorRow{Operator::Subtract, Is::Timestamp, Is::Span, Is::Timestamp},
    OperatorRow{Operator::Subtract, Is::Span, Is::Span, Is::Span},
    OperatorRow{Operator::Multiply, Is::Int, Is::Int, Is::Int},
    OperatorRow{Operator::Multiply, Is::Uint, Is::Uint, Is::Uint},
    OperatorRow{Operator::Multiply, Is::Double, Is::Double, Is::Double},
    OperatorRow{Operator::Divide, Is::Int, Is::Int, Is::Int},
    OperatorRow{Operator::Divide, Is::Uint, Is::Uint, Is::Uint},
    OperatorRow{Operator::Divide, Is::Double, Is::Double, Is::Double},
    OperatorRow{Operator::Remainder, Is::Int, Is::Int, Is::Int},
    OperatorRow{Operator::Remainder, Is::Uint, Is::Uint, Is::Uint},
};

EvalError overflow() {
  return {"overflow"};
}

// Division and remainder. The one quotient that does not fit is min / -1.
template <class Whole>
Outcome divide(Operator op, Whole a, Whole b) {
  if (b == 0) return EvalError{op == Operator::Divide ? "division by zero" : "remainder by zero"};
  if constexpr (std::is_signed_v<Whole>)
    if (a == std::numeric_limits<Whole>::min() && b == -1) return overflow();
  const Whole result = op == Operator::Divide ? a / b : a % b;
  if constexpr (std::is_signed_v<Whole>)
    return Value(result);
  else
    return Value::uint(result);
}

template <class Whole>
Outcome whole(Operator op, Whole a, Whole b) {
  if (op == Operator::Divide || op == Operator::Remainder) return divide(op, a, b);
  Whole result = 0;
  bool wrapped = false;
  if (op == Operator::Add) wrapped = __builtin_add_overflow(a, b, &result);
  if (op == Operator::Subtract) wrapped = __builtin_sub_overflow(a, b, &result);
  if (op == Operator::Multiply) wrapped = __builtin_mul_overflow(a, b, &result);
  if (wrapped) return overflow();
  if constexpr (std::is_signed_v<Whole>)
    return Value(result);
  else
    return Value::uint(result);
}

Outcome floating(Operator op, const Value& left, const Value& right) {
  const double a = left.as_double();
  const double b = right.as_double();
  if (op == Operator::Add) return Value(a + b);
  if (op == Operator::Subtract) return Value(a - b);
  if (op == Operator::Multiply) return Value(a * b);
  if (op == Operator::Divide) return Value(a / b);
  return no_overload("%", left, right);
}

Outcome durations(Operator op, const Value& left, const Value& right) {
  std::int64_t result = 0;
  const std::int64_t a = left.as_duration().count();
  const std::int64_t b = right.as_duration().count();
  bool wrapped = false;
  if (op == Operator::Add)
    wrapped = __builtin_add_overflow(a, b, &result);
  else if (op == Operator::Subtract)
    wrapped = __builtin_sub_overflow(a, b, &result);
  else
    return no_overload(symbol_of(op), left, right);
  if (wrapped) return overflow();
  return Value(Duration(result));
}

Outcome moved(const Value::Moment& at, Duration by, bool back) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t sign = back ? -1 : 1;
  Value::Moment moment = at;
  moment.seconds += sign * (by.count() / kSecond);
  std::int64_t nanos = moment.nanos + sign * (by.count() % kSecond);
  if (nanos < 0) nanos += kSecond, --moment.seconds;
  if (nanos >= kSecond) nanos -= kSecond, ++moment.seconds;
  moment.nanos = static_cast<std::int32_t>(nanos);
  if (!in_range(moment)) return EvalError{"a timestamp outside the years 1 to 9999"};
  return Value(moment);
}

Outcome between(const Value::Moment& a, const Value::Moment& b) {
  std::int64_t nanos = 0;
  const bool wrapped = __builtin_mul_overflow(a.seconds - b.seconds, std::int64_t{1'000'000'000}, &nanos) ||
                       __builtin_add_overflow(nanos, std::int64_t{a.nanos} - b.nanos, &nanos);
  if (wrapped) return EvalError{"a duration beyond 292 years"};
  return Value(Duration(nanos));
}

template <class Text>
Outcome joined(const std::string& a, const std::string& b) {
  if (a.size() + b.size() > limits::kValueBytesMax) return EvalError{"a text beyond 1 MiB"};
  return Value(Text{a + b});
}

Outcome lists(const ValueList& a, const ValueList& b) {
  ValueList both;
  both.reserve(a.size() + b.size());
  both.insert(both.end(), a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return Value(std::move(both));
}

Outcome add_same(const Value& a, const Value& b) {
  if (a.is(Kind::String)) return joined<std::string>(a.as_string(), b.as_string());
  if (a.is(Kind::Bytes)) return joined<Value::Bytes>(a.as_bytes(), b.as_bytes());
  if (a.is(Kind::List)) return lists(a.as_list(), b.as_list());
  return no_overload("+", a, b);
}

}  // namespace

std::span<const OperatorRow> operator_rows() {
  return kRows;
}

std::string_view symbol_of(Operator op) {
  switch (op) {
    case Operator::Add:
      return "+";
    case Operator::Subtract:
    case Operator::Negate:
      return "-";
    case Operator::Multiply:
      return "*";
    case Operator::Divide:
      return "/";
    case Operator::Remainder:
      return "%";
    case Operator::Equal:
      return "==";
    case Operator::NotEqual:
      return "!=";
    case Operator::Less:
      return "<";
    case Operator::LessEqual:
      return "<=";
    case Operator::Greater:
      return ">";
    case Operator::GreaterEqual:
      return ">=";
    case Operator::In:
      return "in";
    case Operator::Not:
      return "!";
  }
  return "";
}

Outcome calculate(Operator op, const Value& a, const Value& b) {
  if (a.kind() == b.kind()) {
    switch (a.kind()) {
      case Kind::Int:
        return whole(op, a.as_int(), b.as_int());
      case Kind::Uint:
        return whole(op, a.as_uint(), b.as_uint());
      case Kind::Double:
        return floating(op, a, b);
      case Kind::Duration:
        return durations(op, a, b);
      default:
        break;
    }
    if (op == Operator::Add) return add_same(a, b);
    if (op == Operator::Subtract && a.is(Kind::Timestamp)) return between(a.as_moment(), b.as_moment());
  }
  const bool sum = op == Operator::Add;
  if (a.is(Kind::Timestamp) && b.is(Kind::Duration) && (sum || op == Operator::Subtract))
    return moved(a.as_moment(), b.as_duration(), !sum);
  if (a.is(Kind::Duration) && b.is(Kind::Timestamp) && sum)
    return moved(b.as_moment(), a.as_duration(), false);
  return no_overload(symbol_of(op), a, b);
}

Outcome negate(const Value& value) {
  if (value.is(Kind::Double)) return Value(-value.as_double());
  if (!value.is(Kind::Int)) return EvalError{"no overload: -" + std::string(type_name(value))};
  if (value.as_int() == std::numeric_limits<std::int64_t>::min()) return overflow();
  return Value(-value.as_int());
}

std::optional<std::partial_ordering> compare(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::Bool:
      return a.as_bool() <=> b.as_bool();
    case Kind::String:
      return a.as_string() <=> b.as_string();
    case Kind::Bytes:
      return a.as_bytes() <=> b.as_bytes();
    case Kind::Timestamp:
      return a.as_moment() <=> b.as_moment();
    case Kind::Duration:
      return a.as_duration() <=> b.as_duration();
    default:
      return std::nullopt;
  }
}

bool holds(Operator op, std::partial_ordering order) {
  if (op == Operator::Less) return order < 0;
  if (op == Operator::LessEqual) return order <= 0;
  if (op == Operator::Greater) return order > 0;
  return order >= 0;
}

EvalError no_overload(std::string_view what, const Value& a, const Value& b) {
  return {"no overload: " + std::string(type_name(a)) + " " + std::string(what) + " " +
          std::string(type_name(b))};
}

}  // namespace balm::expression
