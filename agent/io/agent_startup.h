// What both processes of an agent need to begin: the configuration, the lock, the keys. Each thing that is
// wrong is an Error whose kind decides the exit code: Refused (another one runs) 75, Denied, Usage and
// BadData 78, others 1.
#pragma once

#include <string>

#include "common/document/agent_config.h"
#include "common/io/key_pair.h"
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

// The file; what there is to say about it goes to standard error. Errors: as read_file(); BadData.
Result<AgentConfig> read_agent_config(const std::string& path);

}  // namespace balm::agent
