// Which function of this program carries out which function of the module table.
#pragma once

#include <span>
#include <string_view>

#include "agent/io/modules/module_plan.h"

namespace balm::agent::modules {

struct DispatchRow {
  std::string_view name;  // file.managed
  PlanFunction plan = nullptr;
};

// Sorted by name; the same names as module_functions().
std::span<const DispatchRow> dispatch_table();

// nullptr when there is none.
PlanFunction find_plan(std::string_view name);

}  // namespace balm::agent::modules
