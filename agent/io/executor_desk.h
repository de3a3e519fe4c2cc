// The executor's core at work: gives it inputs one after the other, carries its effects out in their order,
// and tells it of a journal that fails before anything else happens.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "agent/executor/executor.h"
#include "agent/io/executor_journal.h"
#include "agent/io/task_bench.h"

namespace balm::agent {

class ExecutorDesk {
 public:
  struct Doors {
    std::function<void(const FromExecutor&)> tell_agent;
    std::function<void(const executor::Note&)> note;
  };

  // All must outlive the desk.
  ExecutorDesk(executor::Executor core, ExecutorJournal& journal, TaskBench& bench, Doors doors);

  // Settles what was left open, writes the journal anew. Once, first.
  void begin(const std::string& stamp);

  // May be called from within what an input causes: it waits its turn then.
  void give(executor::Input input);

  const executor::Executor& core() const { return core_; }

 private:
  void work_off();
  void carry_out(const executor::Effects& effects);

  // Each false when the journal failed; `trouble_` says why.
  bool carry(const executor::JournalAppend& effect);
  bool carry(const executor::JournalSync&);
  bool carry(const executor::JournalRewrite& effect);
  bool carry(const executor::SendToAgent& effect);
  bool carry(const executor::PrepareTask& effect);
  bool carry(const executor::LetAct& effect);
  bool carry(const executor::StopWorker& effect);
  bool carry(const executor::LookForRest& effect);
  bool carry(const executor::KillLeftover& effect);
  bool carry(const executor::Note& effect);
  bool written(const Result<void>& result);

  executor::Executor core_;
  ExecutorJournal& journal_;
  TaskBench& bench_;
  Doors doors_;
  std::deque<executor::Input> inputs_;
  std::string trouble_;
  bool busy_ = false;
};

}  // namespace balm::agent
