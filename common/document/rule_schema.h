// What the expressions of a rule may name, with types, so that a wrong name is found when the file loads. The
// master gives exactly these names when it evaluates (master/reactor, to_value in common/wire.h).
#pragma once

#include <string>
#include <vector>

#include "common/expression/schema.h"

namespace balm {

// For `if`, `key`, `vars` and `summary` of a rule: event, host, check, vars (those declared so far), now.
expression::Schema rule_schema(const std::vector<std::string>& vars);

// For a rung's `if` and `with`: besides those incident, last (result of the rung tried before; its fields are
// empty, false and null on the first rung).
expression::Schema rung_schema(const std::vector<std::string>& vars);

}  // namespace balm
