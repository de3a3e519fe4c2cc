// The functions of module `process`; rows in common/state/module_rows_process.cpp.
#pragma once

#include "agent/io/modules/module_plan.h"

namespace balm::agent::modules {

Plan process_absent(const ModuleCall& call, const HostSettings& host);
Plan process_signalled(const ModuleCall& call, const HostSettings& host);

}  // namespace balm::agent::modules
