// The executor process of one host: the real core over the real journal on a simulated disk, with checks and
// tasks played by models. Carries effects out one by one as agent/io/executor_desk does, and may die or stand
// still between any two.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/executor/executor.h"
#include "agent/io/executor_journal.h"
#include "agent/local_message.h"
#include "sim/disk/disk.h"
#include "sim/disk/journal_disk.h"
#include "sim/machine.h"
#include "sim/process.h"
#include "sim/service.h"
#include "sim/task_process.h"

namespace balm::sim {

class ExecutorNode : public Process<executor::Input> {
 public:
  struct Doors {
    std::function<void(const agent::FromExecutor&)> tell_agent;
  };

  ExecutorNode(Stage& stage, const Machine& machine, Services& services, Doors doors);

  void start();
  // The process dies; what it handed to the operating system stays.
  void die();
  void lose_power();
  // REQUIRES: it does not run. The disk is another one, of a moment in which the power went.
  void set_back(const Disk& image);

  void agent_is_up() { give(executor::AgentUp{}); }
  void agent_is_gone() { ++checks_of_agent_; }
  void hear(const agent::ToExecutor& message);

  Disk& disk() { return disk_; }
  TaskProcesses& tasks() { return tasks_; }

 private:
  void pump() override;
  void thawed() override;
  void step(const executor::Input& input);
  void each_stamp(std::uint64_t life);
  void run_check(const agent::SpawnCheck& order);
  void check_done(const agent::SpawnCheck& order, bool hung, Duration took);
  void take(const agent::Execute& order);

  bool carry(const executor::JournalAppend& effect);
  bool carry(const executor::JournalSync&);
  bool carry(const executor::JournalRewrite& effect);
  bool carry(const executor::SendToAgent& effect);
  bool carry(const executor::PrepareTask& effect);
  bool carry(const executor::LetAct& effect);
  bool carry(const executor::StopWorker& effect);
  bool carry(const executor::LookForRest& effect);
  bool carry(const executor::KillLeftover& effect);
  bool carry(const executor::Note&) { return true; }
  bool written(const Result<void>& result);
  void stamp_issued(const std::string& stamp);

  const Machine& machine_;
  Services& services_;
  Doors doors_;
  Random random_;
  Disk disk_;
  SimJournalDisk journal_disk_;
  TaskProcesses tasks_;
  std::optional<agent::ExecutorJournal> journal_;
  std::optional<executor::Executor> core_;
  std::deque<executor::Effect> todo_;
  std::vector<agent::ToExecutor> unheard_;  // while it stands still
  std::string trouble_;
  std::uint64_t checks_of_agent_ = 0;
  std::uint64_t stamps_ = 0;
};

}  // namespace balm::sim
