// Runs the cases of cel/*.jsonl: expressions with bindings, and the value or error they must give.
#pragma once

#include <string_view>

#include "cli/conformance/case.h"
#include "common/zone.h"

namespace balm::conformance {

// Parses and evaluates, without a checker: what is dynamic stays dynamic. Where a case expects an error and
// does not forbid a checker, one that refuses the expression is right as well.
CaseOutcome run_cel_case(std::string_view line, const ZoneSource& zones);

}  // namespace balm::conformance
