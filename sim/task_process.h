// The processes that run tasks on one host: they read the state, ask before each step, act, and end; or hang,
// die, ignore signals, cannot read. They outlive the executor's death until their present step is done.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "agent/executor/executor_effect.h"
#include "agent/executor/executor_input.h"
#include "sim/machine.h"
#include "sim/service.h"
#include "sim/stage.h"

namespace balm::sim {

class TaskProcesses {
 public:
  struct Doors {
    std::function<void(executor::Input)> give;     // to the executor, if it lives
    std::function<std::string()> durable_journal;  // what it has promised to the disk
  };

  TaskProcesses(Stage& stage, const Machine& machine, Services& services, Doors doors);

  // The one that waits for the next task; pid 0: none could be forked.
  executor::WorkerMark waiting();

  void prepare(const Task& task);
  void let_act(const executor::LetAct& go);
  void stop(const executor::StopWorker& stop);
  void kill_leftover(const executor::KillLeftover& kill);

  // The executor is gone: no step will ever be granted again.
  void orphan();
  void lose_power();
  void freeze(Duration length);  // with the whole machine

  bool forks_fail = false;

 private:
  struct Process {
    AttemptId attempt;
    Task task;
    CheckName check;
    std::size_t step = 0;
    bool acting = false;   // has acted at all
    bool working = false;  // in a step
    bool orphan = false;
    bool ignores_term = false;
    bool gone = false;
  };
  enum class Mood { Works, Fails, Hangs, Dies, CannotRead, ReadsSlowly };

  void later(std::int64_t pid, Duration pause, std::function<void(Process&)> deed);
  void ask(std::int64_t pid);
  void step_done(std::int64_t pid, Process& process);
  void end(std::int64_t pid, Process& process, ProcessEnded::How how, const std::string& word);
  Process* of(AttemptId attempt);
  std::int64_t pid_of(AttemptId attempt) const;
  Mood mood_of(const Process& process);

  Stage& stage_;
  const Machine& machine_;
  Services& services_;
  Doors doors_;
  Random random_;
  std::int64_t next_pid_ = 1'000;
  std::map<std::int64_t, Process> processes_;
  std::map<std::int64_t, Mood> moods_;
  Duration frozen_until_{};
};

}  // namespace balm::sim
