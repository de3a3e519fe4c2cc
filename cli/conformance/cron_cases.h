// Runs the cases of cron/*.jsonl: next times, matches, equal expressions, refusals.
#pragma once

#include <string_view>

#include "cli/conformance/case.h"
#include "common/zone.h"

namespace balm::conformance {

CaseOutcome run_cron_case(std::string_view line, const ZoneSource& zones);

}  // namespace balm::conformance
