// From a configuration to a running agent process: the lock, the keys, what the last process left behind.
// Each thing that is wrong is an Error whose kind decides the exit code: Refused (another one runs) 75,
// Denied, Usage and BadData 78, others 1.
#pragma once

#include <string>

#include "common/document/agent_config.h"
#include "common/io/key_pair.h"
#include "common/io/log.h"
#include "common/io/signals.h"
#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::agent {

// Held as long as the handle lives. Errors: Refused, Denied, Io.
Result<UniqueFd> lock_folder(const std::string& folder);

// What the agent asks to be called: the configured name, or the host's, made to fit (ids.h).
HostName claimed_name(const AgentConfig& config);

// The key of this host, made on the first start. Errors: as read_or_create_key_file().
Result<KeyPair> own_keys(const AgentConfig& config);

// The master's public key. Errors: NotFound, BadData, Denied: a file others can write could name another
// master.
Result<std::string> master_key(const AgentConfig& config);

// Runs the agent process until it ends; `executor` is its end of the channel. Errors: it could not begin.
Result<int> run_agent(const AgentConfig& config, UniqueFd executor, Signals& signals, Log& log);

}  // namespace balm::agent
