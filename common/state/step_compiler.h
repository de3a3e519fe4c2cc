// One function of one ID -> steps (several when it has `names`), checked against the module table. Requisites
// are read elsewhere (requisite_resolver.h). Internal to common/state.
#pragma once

#include <vector>

#include "common/state/argument_reader.h"
#include "common/state/sls_file.h"
#include "common/state/state_document.h"

namespace balm {

// Codes E410-E419. `auto_order` is the step's place in the file order; an `order` argument replaces it.
struct StepDraft {
  Step step;
  const SlsStep* source = nullptr;
};

std::vector<StepDraft> compile_step(const SlsStep& source, double auto_order, ReadContext& context);

// `order: last` and negative orders count from the end, which is known only when all steps are: sorts by
// order, then as Salt does by module, name and function.
void sort_by_order(std::vector<StepDraft>& drafts);

}  // namespace balm
