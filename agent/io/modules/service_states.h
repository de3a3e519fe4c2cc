// The functions of module `service`; rows in common/state/module_rows_service.cpp.
#pragma once

#include <optional>
#include <string>

#include "agent/io/modules/module_plan.h"

namespace balm::agent::modules {

Plan service_dead(const ModuleCall& call, const HostSettings& host);
Plan service_disabled(const ModuleCall& call, const HostSettings& host);
Plan service_enabled(const ModuleCall& call, const HostSettings& host);
Plan service_reloaded(const ModuleCall& call, const HostSettings& host);
Plan service_restarted(const ModuleCall& call, const HostSettings& host);
Plan service_running(const ModuleCall& call, const HostSettings& host);

// Whether service `name` runs, by the host's own provider.
std::optional<bool> service_runs(const std::string& name, const HostSettings& host);

}  // namespace balm::agent::modules
