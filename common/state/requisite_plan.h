// In which order steps run: by `order` and as written, but never before what they require. Pure; no step is
// lost.
#pragma once

#include <string>
#include <vector>

#include "common/issue.h"
#include "common/state/state_document.h"

namespace balm {

// Steps that wait for each other. E423, one issue for each circle, naming every step of it. Empty: there is
// an order.
Issues find_cycles(const std::vector<Step>& steps);

// Salt's order: steps in turn, each preceded by what its requisites name. A step with `prereq` runs before
// its target, for which a Predict entry stands in front. REQUIRES: find_cycles() found none.
std::vector<PlanEntry> make_plan(const std::vector<Step>& steps);

}  // namespace balm
