// From a configuration to a running agent process: its lock and keys, and what the last process left behind.
#pragma once

#include "common/document/agent_config.h"
#include "common/io/log.h"
#include "common/io/signals.h"
#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::agent {

// Runs the agent process until it ends; `executor` is its end of the channel. Errors: it could not begin.
Result<int> run_agent(const AgentConfig& config, UniqueFd executor, Signals& signals, Log& log);

}  // namespace balm::agent
