// balm-agent-network --config FILE: the agent process, which speaks with the master, knows when checks are
// due and keeps the spool. Started by balm-agent only (agent/io/agent_process.h).
#include <string_view>

#include <sys/prctl.h>
#include <sys/stat.h>

#include "agent/io/agent_process.h"
#include "agent/io/agent_run.h"
#include "agent/io/agent_startup.h"
#include "common/io/configured_log.h"
#include "common/io/daemon_exit.h"
#include "common/io/memory_use.h"
#include "common/io/standard_streams.h"

namespace balm::agent {
namespace {

int complain(const Error& error, int code) {
  return balm::complain("balm-agent-network", error, code);
}

int run(int count, char** words) {
  struct stat info {};
  UniqueFd executor(AgentProcess::kChannelFd);
  const bool has_executor = ::fstat(executor.get(), &info) == 0 && S_ISSOCK(info.st_mode);
  if (!has_executor || count != 3 || std::string_view(words[1]) != "--config")
    return complain({Error::Kind::Usage, "balm-agent starts this program", "balm-agent --config FILE"},
                    kExitUsage);
  ::prctl(PR_SET_NAME, "balm-agent-net");  // started by descriptor, it would be called by its number
  const auto config = read_agent_config(words[2]);
  if (!config) return complain(config.error(), kExitConfig);
  ::umask(0077);
  share_one_heap();
  Signals signals;
  Log log("agent", level_of(config->log.level), format_of(config->log.format), Log::Delivery::Direct);
  const auto code = run_agent(*config, std::move(executor), signals, log);
  return code ? *code : complain(code.error(), exit_code_of(code.error()));
}

}  // namespace
}  // namespace balm::agent

int main(int count, char** words) {
  balm::keep_standard_streams();
  return balm::agent::run(count, words);
}
