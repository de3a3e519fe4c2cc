// Runs the cases of sls/*.jsonl: state files in Salt's shape, through the very loader, planner, runner and
// modules the executor uses, in a folder of their own. Needs root where a case changes owners.
#pragma once

#include <string_view>

#include "cli/conformance/case.h"

namespace balm::conformance {

// Passed means: the same steps in the same order with the same results, and changes where changes are due; or
// no step at all where the file must be refused. Of a case on which versions of Salt differ, either answer is
// right. Where only a comment differs, `got` says so and the case has passed.
CaseOutcome run_sls_case(std::string_view line);

}  // namespace balm::conformance
