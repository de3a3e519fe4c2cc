// A state file with everything it includes: steps in the order they take effect, IDs unique. Internal to
// common/state.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/issue.h"
#include "common/state/sls_file.h"
#include "common/state/state_file.h"

namespace balm {

struct SlsTree {
  std::vector<std::unique_ptr<SlsFile>> files;  // keep the nodes alive; included files first
  std::vector<SlsStep> steps;
  // The files that were asked for themselves; their `params` are the state's.
  std::vector<const SlsFile*> asked;
};

// Included files come before what includes them, in the order of the list, each once; circles of includes are
// harmless. Codes E409, E430, E431 besides those of read_sls().
Parsed<SlsTree> load_sls_tree(const StateFiles& files, std::string_view names);

}  // namespace balm
