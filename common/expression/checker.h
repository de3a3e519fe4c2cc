// Finds at load what would fail at three in the morning: names and fields that do not exist, functions that
// do not fit their arguments, conditions that are no bool, comparisons that can never be true. What comes
// from outside is dyn and passes. Numbers of different kinds may be compared, as at run time, but not
// calculated with.
#pragma once

#include <string_view>

#include "common/expression/ast.h"
#include "common/expression/fault.h"
#include "common/expression/schema.h"

namespace balm::expression {

struct Checked {
  Type type;  // of the whole expression
  Faults faults;
};

// REQUIRES: the tree was resolved with this schema.
Checked check(const Tree& tree, const Schema& schema, std::string_view text);

}  // namespace balm::expression
