// A step's argument as written: a constant, or one with `{{ CEL }}` in its texts at any depth. What the
// expressions give is put in when the step runs and is never looked at again, so `{{` in an event is just
// text.
#pragma once

#include <utility>

#include "common/expression/program.h"
#include "common/text_value.h"
#include "common/value.h"

namespace balm {

class Argument {
 public:
  Argument() = default;  // null
  explicit Argument(Value constant) : constant_(std::move(constant)) {}
  // REQUIRES: !varying.is_constant(). `text` is what to call it where its value is not known.
  Argument(ValueTemplate varying, Value text)
      : constant_(std::move(text)), template_(std::move(varying)), varies_(true) {}

  bool is_constant() const { return !varies_; }
  // The value; of one that varies the text as written.
  const Value& constant() const { return constant_; }

  expression::Outcome evaluate(const expression::Scope& scope) const {
    return varies_ ? template_.evaluate(scope) : expression::Outcome(constant_);
  }

 private:
  Value constant_;
  ValueTemplate template_;
  bool varies_ = false;
};

}  // namespace balm
