// Ties steps together: reads require, watch, onchanges ... and their `_in` forms, and finds the steps they
// mean. Internal to common/state.
#pragma once

#include <vector>

#include "common/issue.h"
#include "common/state/sls_tree.h"
#include "common/state/state_document.h"

namespace balm {

// `use` and `use_in`: arguments of one step that another takes over where it has none of its own. Before
// compiling.
void apply_use(SlsTree& tree, Issues& issues);

// Fills Step::requisites and prereq_of. `sources[i]` is what steps[i] was compiled from. Codes E420-E422.
void resolve_requisites(const SlsTree& tree, const std::vector<const SlsStep*>& sources,
                        std::vector<Step>& steps, Issues& issues);

}  // namespace balm
