// The loop of the agent process: inputs go into the core, its effects are carried out in order. What is
// written is on disk before anything that follows it is sent; the writes of all inputs that wait share one
// sync.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "agent/agent.h"
#include "agent/io/agent_store.h"
#include "agent/io/check_set_store.h"
#include "agent/io/checks_folder.h"
#include "agent/io/executor_link.h"
#include "agent/io/master_link.h"
#include "agent/io/spool_file.h"
#include "common/io/event_loop.h"
#include "common/io/log.h"
#include "common/io/signals.h"

namespace balm::agent {

// What startup made ready; moved into the shell.
struct AgentParts {
  AgentSetup setup;
  AgentMemory memory;
  SpoolFile spool;
  AgentStore store;
  CheckSetStore check_set;
  ChecksFolder checks;
  MasterLink::Options master;
  UniqueFd executor;
  std::string state_dir;
};

class AgentShell {
 public:
  // All three outlive the shell.
  AgentShell(AgentParts parts, ZmqContext& context, Signals& signals, Log& log);

  // Runs until it is told to stop, the executor is gone, or the disk fails. The exit code of the process.
  int run();

 private:
  void load_checks();
  void keep_house(Instant now);
  void work();
  Result<void> carry_out(Effects& effects);
  Result<void> send_waiting();
  Result<void> note_acked();

  Result<void> carry_out(AppendEvent& effect);
  Result<void> carry_out(EventsAcked& effect);
  Result<void> carry_out(ReadEvents& effect);
  Result<void> carry_out(RenewSpool& effect);
  Result<void> carry_out(KeepChecks& effect);
  Result<void> carry_out(KeepCheckSet& effect);
  Result<void> carry_out(Connect&);
  Result<void> carry_out(Disconnect&);
  Result<void> carry_out(SendToMaster& effect);
  Result<void> carry_out(SendToExecutor& effect);
  Result<void> carry_out(Note& effect);

  Signals& signals_;
  Log& log_;
  EventLoop loop_;
  SpoolFile spool_;
  AgentStore store_;
  CheckSetStore check_set_;
  ChecksFolder checks_;
  std::string state_dir_;
  Agent core_;
  MasterLink master_;
  ExecutorLink executor_;

  std::deque<Input> inputs_;
  std::vector<Message> waiting_;  // for the sync of what stands in front of them
  Now now_;
  std::string checks_print_;  // of the checks that were read
  std::string seen_print_;    // at the last look
  Instant housework_at_;
  std::optional<std::uint64_t> acked_;   // by the master, not noted in the spool yet
  std::optional<Instant> give_back_at_;  // files were read: when their memory is to go
  bool stopping_ = false;
  int exit_code_ = 0;
};

}  // namespace balm::agent
