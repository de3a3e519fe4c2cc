// What a worker does with its task: compiles the state, binds its parameters, runs it through the real host.
#pragma once

#include "agent/io/modules/host_settings.h"
#include "agent/io/task_worker.h"

namespace balm::agent {

RunTask state_worker(HostSettings settings);

}  // namespace balm::agent
