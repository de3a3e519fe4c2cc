// What a step's requisites say, given how the steps before it ended. Pure; the semantics are Salt's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/state/state_document.h"
#include "common/state/step_result.h"

namespace balm {

// The strongest answer of all requisites of a step, in the order in which they decide.
enum class Readiness {
  Blocked,    // a required step failed
  NoNeed,     // `prereq`: its target would change nothing
  NotFailed,  // `onfail`: nothing failed
  Unchanged,  // `onchanges`: nothing changed
  Watched,    // may run, and a watched step changed
  Ready,
};

struct RequisiteAnswer {
  Readiness readiness = Readiness::Ready;
  std::vector<std::string> failed;   // Blocked: "sls.ID"
  std::vector<std::string> changed;  // Watched: "cmd: ID"
};

// By index of steps; empty where a step has not ended (yet). A missing result counts as nothing against it.
using StepResults = std::vector<std::optional<StepResult>>;

// `predicted`: answers of steps asked what they would change, for `prereq`.
RequisiteAnswer check_requisites(const Step& step, const std::vector<Step>& steps, const StepResults& results,
                                 const StepResults& predicted);

}  // namespace balm
