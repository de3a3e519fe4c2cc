// A master and several agents of real programs on loopback, each with a folder of its own, to be killed and
// started again in any order. What they leave on disk stays until the fleet goes out of scope.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/demo/daemon.h"
#include "cli/interrupts.h"
#include "cli/surroundings.h"
#include "common/result.h"
#include "common/value.h"
#include "tests/torture/audit.h"

namespace balm::torture {

class Fleet {
 public:
  struct Files {
    std::function<std::string(const std::string& host)> checks;  // of every agent
    std::string rules;                                           // of the master
    std::vector<std::pair<std::string, std::string>> states;     // path below the folder of states, text
  };

  // In `folder`, which exists and is empty. Waits until every agent is accepted and up. `surroundings`
  // outlive it. Errors: Io, TimedOut, Refused (Ctrl-C).
  static Result<std::unique_ptr<Fleet>> start(const std::string& folder, std::size_t hosts,
                                              const Files& files, cli::Surroundings& surroundings);
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  static std::string host_name(std::size_t host) { return "host" + std::to_string(host); }
  std::size_t hosts() const { return agents_.size(); }

  // SIGKILL. False: it was not running.
  bool crash_master();
  bool crash_executor(std::size_t host);
  // The agent's process with the network; the executor starts another one.
  bool crash_network(std::size_t host);

  // Those that were killed, or have ended, again. Errors: Io.
  Result<void> start_all();

  // An operator's question; the master may have been killed just now. Errors: Unreachable, TimedOut, ...
  Result<Value> ask(std::string_view verb, const Value& args);

  // All of it ends in its own order; then the files may be looked at.
  Remains stop_all();

  // The last lines of all logs.
  std::string logs() const;

 private:
  Fleet(std::string folder, cli::Surroundings& surroundings)
      : folder_(std::move(folder)), surroundings_(surroundings) {}
  Result<void> write_master(const Files& files);
  Result<void> write_agent(std::size_t host, const Files& files);
  Result<void> start_master();
  Result<void> accept_all();
  std::string agent_folder(std::size_t host) const { return folder_ + "/" + host_name(host); }

  cli::Interrupts interrupts_;  // whoever waits notices them, and then no daemon is left behind
  std::string folder_;
  std::string endpoint_;
  cli::Surroundings& surroundings_;
  std::optional<cli::Daemon> master_;
  std::vector<std::optional<cli::Daemon>> agents_;
  std::unique_ptr<cli::MasterClient> client_;
};

}  // namespace balm::torture
