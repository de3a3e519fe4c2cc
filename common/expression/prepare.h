// The last step before a tree runs: parts without names are computed once, literal patterns are compiled, and
// the nodes worth explaining are marked.
#pragma once

#include "common/expression/ast.h"
#include "common/expression/fault.h"

namespace balm::expression {

// Gives the faults of literals that can never work: matches("("), timestamp("yesterday"). The tree is good to
// run even so; the node then fails when reached.
Faults prepare(Tree& tree);

}  // namespace balm::expression
