// The executor process: starts the agent process (and starts it again when it dies), runs checks and tasks
// for it.
#pragma once

#include "agent/io/agent_process.h"
#include "common/document/agent_config.h"
#include "common/io/log.h"
#include "common/io/signals.h"

namespace balm::agent {

// Runs until it is told to stop; the answer is the exit code of the program. Called once, by main(), which
// holds the lock on the state folder meanwhile.
int run_executor(const AgentConfig& config, const AgentStarter& start_agent, Signals& signals, Log& log);

}  // namespace balm::agent
