// Tables of expressions and what they must give. The expected side is an expression too, usually a literal;
// "error" means that parsing or evaluating must fail. Kinds must agree: 1 is not 1.0.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "common/expression/program.h"
#include "common/value_text.h"

namespace balm::expression {

struct Case {
  std::string text;
  std::string expected;
};

inline Outcome outcome_of(const std::string& text, const Scope& scope = {}) {
  auto program = Program::parse_only(text, {});
  if (!program.ok()) return EvalError{"parse: " + program.issues.front().message};
  return program.value.evaluate(scope);
}

inline std::string shown(const Outcome& outcome) {
  if (const auto* error = std::get_if<EvalError>(&outcome)) return "error: " + error->message;
  const Value& value = std::get<Value>(outcome);
  return std::string(type_name(value)) + " " + to_display(value);
}

inline bool is_error(const Outcome& outcome) {
  return std::holds_alternative<EvalError>(outcome);
}

inline bool same_value(const Value& a, const Value& b) {
  if (a.is(Value::Kind::Double) && b.is(Value::Kind::Double) && std::isnan(a.as_double()))
    return std::isnan(b.as_double());
  if (a.is(Value::Kind::Double) && b.is(Value::Kind::Double) &&
      std::signbit(a.as_double()) != std::signbit(b.as_double()))
    return false;
  return a.kind() == b.kind() && a == b;
}

inline void expect_cases(std::span<const Case> cases, const Scope& scope = {}) {
  for (const auto& [text, expected] : cases) {
    const Outcome got = outcome_of(text, scope);
    if (expected == "error") {
      EXPECT_TRUE(is_error(got)) << text << " gave " << shown(got);
      continue;
    }
    const Outcome due = outcome_of(expected, scope);
    ASSERT_FALSE(is_error(due)) << expected << ": " << shown(due);
    const bool same = !is_error(got) && same_value(std::get<Value>(got), std::get<Value>(due));
    EXPECT_TRUE(same) << text << " gave " << shown(got) << ", not " << shown(due);
  }
}

}  // namespace balm::expression
