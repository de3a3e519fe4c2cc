// The text of requisites: what stands under require, watch_in, use ... Internal to common/state.
#pragma once

#include <string>
#include <vector>

#include "common/issue.h"
#include "common/state/sls_file.h"

namespace balm {

// `- cmd: ID`, `- sls: nginx.config`, or an ID alone (module "id").
struct RequisiteTarget {
  std::string module;
  std::string pattern;
  const YamlNode* node = nullptr;
};

// Codes E420 (not a list), E421 (not `module: ID`). The `_in` forms may also be a map, as in Salt.
std::vector<RequisiteTarget> read_requisite(const SlsArgument& argument, const SlsStep& step, Issues& issues);

// Whether a step with this module, ID and name is meant. Globs, as Salt has them.
bool is_meant(const RequisiteTarget& target, std::string_view module, std::string_view id,
              std::string_view name);

}  // namespace balm
