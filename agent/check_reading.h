// What one run of a check program says: its end and its output, read as the Nagios plugin interface defines
// them, and the conditions people wrote over its numbers.
//
// An end that is none of the four exit codes, a condition that cannot be evaluated or a program that could
// not be started is unknown with a reason in `trouble`: it says nothing about the thing that was to be
// checked.
//
// `per` splits one run into several results: each performance datum `part=12;80;90`, or `part::number=12`,
// belongs to the part in front of the `::` (its number is called `value` without one). A part is judged by
// the conditions over its own numbers, else by the thresholds it was printed with. The result with the empty
// instance then stands for the run itself: ok unless it was unreadable, or bad in a way that no part
// explains.
#pragma once

#include <vector>

#include "agent/local_message.h"
#include "common/document/check_document.h"
#include "common/observation.h"

namespace balm::agent {

// At least one; at most limits::kInstancesPerCheckMax and one. Texts are clean UTF-8 within their bounds.
std::vector<Observation> read_observations(const CheckDocument& check, const CheckRan& ran);

}  // namespace balm::agent
