// balm-agent: options, configuration, wiring, run. Started by people and by systemd it becomes the executor,
// which starts balm-agent-network, the program beside it, as the agent process (agent/io/agent_process.h).
// Two programs, so that the one with rights neither holds nor maps what only a network needs.
#include <cstdio>
#include <string>
#include <string_view>

#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/agent_process.h"
#include "agent/io/agent_startup.h"
#include "agent/io/checks_folder.h"
#include "agent/io/executor_shell.h"
#include "common/io/account.h"
#include "common/io/configured_log.h"
#include "common/io/daemon_exit.h"
#include "common/io/file_text.h"
#include "common/io/standard_streams.h"
#include "common/io/systemd_notice.h"
#include "common/io/time_zones.h"
#include "common/version.h"

namespace balm::agent {
namespace {

struct Options {
  enum class Mode { Run, CheckConfig, Fingerprint, Version };
  Mode mode = Mode::Run;
  std::string config = "/etc/balm/agent.yaml";
  std::string fault;
};

Options read_options(int count, char** words) {
  using Mode = Options::Mode;
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--config" && i + 1 < count)
      options.config = words[++i];
    else if (word == "--check-config")
      options.mode = Mode::CheckConfig;
    else if (word == "--fingerprint")
      options.mode = Mode::Fingerprint;
    else if (word == "--version")
      options.mode = Mode::Version;
    else
      options.fault = "unknown option " + std::string(word) +
                      "\nusage: balm-agent [--config FILE] [--check-config | --fingerprint | --version]";
  }
  return options;
}

int complain(const Error& error, int code) {
  return balm::complain("balm-agent", error, code);
}

// What can be said about the files before anything runs: the checks, too, though the daemon starts with
// faulty ones.
int check_config(const AgentConfig& config) {
  const TimeZones zones;
  const auto checks = ChecksFolder(config.checks_dir, &zones).read();
  if (!checks) return complain(checks.error(), kExitConfig);
  std::fputs(render(checks->issues).c_str(), stderr);
  if (!checks->ok()) return kExitConfig;
  if (const auto key = master_key(config); !key) return complain(key.error(), kExitConfig);
  std::printf("configuration is fine, %zu checks\n", checks->value.size());
  return 0;
}

// As root the key is made as the user it will belong to.
Result<void> step_down(const AgentConfig& config) {
  if (::geteuid() != 0) return {};
  const auto account = find_account(config.agent_user);
  if (!account) return account.error();
  if (auto ready = prepare_state_dir(config.state_dir, *account); !ready) return ready;
  if (::setegid(account->group) != 0 || ::seteuid(account->user) != 0)
    return Error{Error::Kind::Io, "cannot become " + config.agent_user, ""};
  return {};
}

int print_fingerprint(const AgentConfig& config) {
  if (auto down = step_down(config); !down) return complain(down.error(), exit_code_of(down.error()));
  if (auto made = make_folder(config.state_dir, 0700); !made) return complain(made.error(), kExitConfig);
  const auto keys = own_keys(config);
  if (!keys) return complain(keys.error(), exit_code_of(keys.error()));
  std::printf("%s  %s\n", fingerprint(keys->public_key).c_str(), claimed_name(config).text.c_str());
  return 0;
}

int serve(const AgentConfig& config, const std::string& config_path) {
  Signals signals;
  Log log("executor", level_of(config.log.level), format_of(config.log.format), Log::Delivery::Direct);
  const auto lock = lock_folder(config.executor_dir);
  if (!lock) return complain(lock.error(), exit_code_of(lock.error()));
  if (const auto key = master_key(config); !key) return complain(key.error(), kExitConfig);
  const auto program = open_agent_program();
  if (!program) return complain(program.error(), exit_code_of(program.error()));
  const auto start = [&] { return start_agent_process(config, config_path, *program); };
  systemd_notice::send("READY=1");
  const int code = run_executor(config, start, signals, log);
  systemd_notice::send("STOPPING=1");
  return code;
}

int run(int count, char** words) {
  using Mode = Options::Mode;
  const Options options = read_options(count, words);
  if (!options.fault.empty()) return complain({Error::Kind::Usage, options.fault, ""}, kExitUsage);
  if (options.mode == Mode::Version)
    return std::printf("balm-agent %s\n", std::string(kVersion).c_str()) > 0 ? 0 : kExitFailed;
  const auto config = read_agent_config(options.config);
  if (!config) return complain(config.error(), kExitConfig);
  ::umask(0077);
  switch (options.mode) {
    case Mode::CheckConfig:
      return check_config(*config);
    case Mode::Fingerprint:
      return print_fingerprint(*config);
    default:
      return serve(*config, options.config);
  }
}

}  // namespace
}  // namespace balm::agent

int main(int count, char** words) {
  balm::keep_standard_streams();
  return balm::agent::run(count, words);
}
