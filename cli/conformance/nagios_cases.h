// Runs the cases of nagios/*.jsonl: plugin output, ranges, thresholds.
#pragma once

#include <string_view>

#include "cli/conformance/case.h"

namespace balm::conformance {

CaseOutcome run_nagios_case(std::string_view line);

}  // namespace balm::conformance
