// Arithmetic and order of CEL. Whole numbers never wrap: what leaves 64 bits is an error, as is a timestamp
// outside the years 1 to 9999 or a duration beyond 292 years.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string_view>

#include "common/expression/ast.h"
#include "common/expression/program.h"
#include "common/expression/schema.h"

namespace balm::expression {

// The result types of arithmetic between equal or time kinds; list + list is checked apart.
struct OperatorRow {
  Operator op;
  Type::Kind left;
  Type::Kind right;
  Type::Kind result;
};
std::span<const OperatorRow> operator_rows();

// "+", "==", "in", "!" ...
std::string_view symbol_of(Operator op);

// + - * / %. REQUIRES: op is one of them.
Outcome calculate(Operator op, const Value& a, const Value& b);

Outcome negate(const Value& value);

// Nothing when the two kinds have no order; unordered with NaN.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

// < <= > >=. REQUIRES: op is one of them.
bool holds(Operator op, std::partial_ordering order);

// "no overload: int + string"
EvalError no_overload(std::string_view what, const Value& a, const Value& b);

}  // namespace balm::expression
