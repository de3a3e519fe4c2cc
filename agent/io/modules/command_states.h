// The functions of module `cmd`; rows in common/state/module_rows_cmd.cpp.
#pragma once

#include "agent/io/modules/module_plan.h"

namespace balm::agent::modules {

Plan cmd_run(const ModuleCall& call, const HostSettings& host);
Plan cmd_script(const ModuleCall& call, const HostSettings& host);
Plan cmd_wait(const ModuleCall& call, const HostSettings& host);

}  // namespace balm::agent::modules
