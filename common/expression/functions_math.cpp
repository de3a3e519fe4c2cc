// Numbers: the math extension of CEL (https://github.com/google/cel-go/blob/master/ext/README.md, "Math").
#include <cmath>
#include <limits>

#include "common/expression/functions.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

// The extreme of the arguments, or of the one list among them. The first of equals.
Outcome extreme(Arguments arguments, bool greatest) {
  std::vector<const Value*> candidates(arguments.begin(), arguments.end());
  if (candidates.size() == 1 && candidates[0]->is(Kind::List)) {
    const ValueList& list = candidates[0]->as_list();
    candidates.clear();
    for (const Value& value : list) candidates.push_back(&value);
  }
  const Value* best = nullptr;
  for (const Value* value : candidates) {
    if (!is_number(*value)) return fail("a number is due here, not " + std::string(type_name(*value)));
    if (best == nullptr ||
        (greatest ? compare_numbers(*value, *best) > 0 : compare_numbers(*value, *best) < 0))
      best = value;
  }
  return best != nullptr ? Outcome(*best) : fail("no numbers to choose from");
}

// Applies `change` to the bits of one or two numbers of one kind.
template <class Change>
Outcome bits(Arguments arguments, Change change) {
  const bool is_int = arguments[0]->is(Kind::Int);
  const auto read = [&](std::size_t i) {
    if (i >= arguments.size()) return std::uint64_t{0};
    return is_int ? static_cast<std::uint64_t>(arguments[i]->as_int()) : arguments[i]->as_uint();
  };
  const std::uint64_t result = change(read(0), read(1));
  return is_int ? Value(static_cast<std::int64_t>(result)) : Value::uint(result);
}

Outcome shifted(Arguments arguments, bool left) {
  const std::int64_t by = arguments[1]->as_int();
  if (by < 0) return fail("bits cannot be moved by a negative number");
  return bits(arguments.first(1), [&](std::uint64_t a, std::uint64_t) {
    if (by >= 64) return std::uint64_t{0};
    return left ? a << by : a >> by;
  });
}

Value changed(Arguments arguments, double (*change)(double)) {
  return Value(change(arguments[0]->as_double()));
}

}  // namespace

Outcome greatest(Arguments arguments, const Scope&) {
  return extreme(arguments, true);
}
Outcome least(Arguments arguments, const Scope&) {
  return extreme(arguments, false);
}

Outcome ceil(Arguments arguments, const Scope&) {
  return changed(arguments, std::ceil);
}
Outcome floor(Arguments arguments, const Scope&) {
  return changed(arguments, std::floor);
}
Outcome round(Arguments arguments, const Scope&) {
  return changed(arguments, std::round);
}
Outcome trunc(Arguments arguments, const Scope&) {
  return changed(arguments, std::trunc);
}
Outcome sqrt(Arguments arguments, const Scope&) {
  return Value(std::sqrt(arguments[0]->number_or()));
}
Outcome is_nan(Arguments arguments, const Scope&) {
  return Value(std::isnan(arguments[0]->as_double()));
}
Outcome is_inf(Arguments arguments, const Scope&) {
  return Value(std::isinf(arguments[0]->as_double()));
}
Outcome is_finite(Arguments arguments, const Scope&) {
  return Value(std::isfinite(arguments[0]->as_double()));
}

Outcome absolute(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (value.is(Kind::Double)) return Value(std::fabs(value.as_double()));
  if (value.is(Kind::Uint)) return value;
  if (value.as_int() == std::numeric_limits<std::int64_t>::min()) return fail("overflow");
  return Value(std::abs(value.as_int()));
}

Outcome sign(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (value.is(Kind::Uint)) return Value::uint(value.as_uint() == 0 ? 0 : 1);
  if (value.is(Kind::Int)) return Value((value.as_int() > 0) - (value.as_int() < 0));
  const double number = value.as_double();
  if (std::isnan(number)) return value;
  return Value(static_cast<double>((number > 0) - (number < 0)));
}

Outcome bit_and(Arguments arguments, const Scope&) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t b) { return a & b; });
}
Outcome bit_or(Arguments arguments, const Scope&) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t b) { return a | b; });
}
Outcome bit_xor(Arguments arguments, const Scope&) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t b) { return a ^ b; });
}
Outcome bit_not(Arguments arguments, const Scope&) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t) { return ~a; });
}
Outcome bit_shift_left(Arguments arguments, const Scope&) {
  return shifted(arguments, true);
}
Outcome bit_shift_right(Arguments arguments, const Scope&) {
  return shifted(arguments, false);
}

}  // namespace balm::expression::functions
