// A step's argument as written: a constant, or one with `{{ CEL }}` in its texts at any depth. What the
// expressions give is put in when the step runs and is never looked at again, so `{{` in an event is just
// text.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/expression/program.h"
#include "common/issue.h"
#include "common/value.h"

namespace balm {

class Argument {
 public:
  Argument() = default;  // null
  explicit Argument(Value constant) : constant_(std::move(constant)) {}

  bool is_constant() const { return true; }
  // The value as far as it is known without a run; null when it is not constant.
  const Value& constant() const { return constant_; }

  expression::Outcome evaluate(const expression::Scope& scope) const;

 private:
  Value constant_;
};

}  // namespace balm
