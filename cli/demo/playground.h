// A master and an agent of their own on this machine, for `balm demo` and `balm dev`: state in a temporary
// folder, a free port on loopback, no root. Everything it started is ended, and the folder removed, when it
// goes out of scope.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/demo/daemon.h"
#include "cli/interrupts.h"
#include "cli/surroundings.h"
#include "common/result.h"

namespace balm::cli {

class Playground {
 public:
  struct Options {
    std::string checks_dir;
    std::string rules_dir;
    std::string states_dir;
    std::string notifiers_dir;
    std::string host_name;
    Duration heartbeat = 1s;
    std::string agent_checks_dir = "";  // empty: checks_dir, as on a machine that is master and host
  };

  // The folder first, so that files can be put in before anything runs. Errors: Io.
  static Result<std::unique_ptr<Playground>> make();
  ~Playground();
  Playground(const Playground&) = delete;
  Playground& operator=(const Playground&) = delete;

  const std::string& folder() const { return folder_; }

  // Starts both, accepts the agent's key and waits until the agent is up, at most half a minute.
  // Errors: Io (a program did not start, with the end of its log), TimedOut.
  Result<void> start(const Options& options, Surroundings& surroundings);

  MasterClient& master() { return *client_; }
  std::string endpoint() const { return endpoint_; }
  std::string operator_file() const { return folder_ + "/master/operator.json"; }

  // For tests: the program dies as in a power cut (SIGKILL), and is started again on what it left.
  Result<void> crash_master(Surroundings& surroundings);
  void kill_master();
  Result<void> start_master(Surroundings& surroundings);
  Result<void> crash_agent();

  // The last lines of a program's log, for when something went wrong.
  std::string log_tail(const std::string& program) const;
  // False when one of the programs has ended.
  bool alive();

 private:
  Playground() = default;
  Result<void> write_configuration(const Options& options);
  Result<void> write_agent_configuration(const Options& options);
  Result<void> start_agent();
  Result<void> wait_for_master(Surroundings& surroundings);
  Result<void> wait_for_agent(const Options& options, Surroundings& surroundings);

  Interrupts interrupts_;  // whoever waits notices them, and then all of this is cleaned up
  std::string folder_;
  std::string endpoint_;
  std::optional<Daemon> master_;
  std::optional<Daemon> agent_;
  std::unique_ptr<MasterClient> client_;
};

}  // namespace balm::cli
