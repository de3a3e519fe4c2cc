// The agent process as its parent, the executor, sees it: the program balm-agent-network, started as an
// unprivileged user, with one end of an ExecutorChannel as its descriptor kChannelFd.
#pragma once

#include <functional>
#include <string>

#include <sys/types.h>

#include "common/document/agent_config.h"
#include "common/io/account.h"
#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::agent {

struct AgentProcess {
  static constexpr int kChannelFd = 3;

  pid_t pid = -1;
  UniqueFd pidfd;    // readable once it has ended; the parent reaps it
  UniqueFd channel;  // for an ExecutorChannel
};

// Starts a new agent process. When this process is root it becomes `config.agent_user`, with no way back and
// no capability left; otherwise both processes run as one user, which is less than what Balm promises and is
// said in the log. Errors: NotFound (no such user), Io.
Result<AgentProcess> start_agent_process(const AgentConfig& config, const std::string& config_path,
                                         const UniqueFd& program);

// The program, beside this one. Opened once, at the start: when Balm is upgraded underneath a running
// executor, the agent processes it starts are still those it understands. Errors: NotFound, Denied.
Result<UniqueFd> open_agent_program();

// Makes the agent's folder and gives it to its user. REQUIRES: this process is root.
Result<void> prepare_state_dir(const std::string& path, const Account& account);

using AgentStarter = std::function<Result<AgentProcess>()>;

}  // namespace balm::agent
