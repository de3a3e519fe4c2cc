#include "common/state/argument.h"

namespace balm {

expression::Outcome Argument::evaluate(const expression::Scope& scope) const {
  (void)scope;
  return constant_;
}

}  // namespace balm
