// The workers of the executor: one that waits, at most one that runs a task, and those on their way out.
// Turns the core's effects on tasks into signals and messages, and what workers say into the core's inputs.
#pragma once

#include <functional>
#include <list>
#include <optional>
#include <set>
#include <string>

#include "agent/executor/executor_effect.h"
#include "agent/executor/executor_input.h"
#include "agent/io/process_tree.h"
#include "agent/io/task_worker.h"
#include "common/io/event_loop.h"
#include "common/result.h"

namespace balm::agent {

class TaskBench {
 public:
  struct Doors {
    std::function<void(executor::Input)>
        give;  // to the core, which takes it when it is done with what it does now
    std::function<std::set<pid_t>()> other_children;       // of this process: the agent, checks
    std::function<std::set<pid_t>()> services;             // processes that tasks started in order to stay
    std::function<void(const std::string& line)> trouble;  // for the log
    std::string executor = "";                             // folder_mark() of this one
  };

  // `loop` must outlive the bench.
  TaskBench(EventLoop& loop, RunTask run, Doors doors);
  TaskBench(const TaskBench&) = delete;
  ~TaskBench();

  // The worker that waits; forks one when there is none. Errors: Io.
  Result<executor::WorkerMark> waiting();

  void carry_out(const executor::PrepareTask& effect);
  // REQUIRES: in time (LetAct::not_after is the caller's)
  void carry_out(const executor::LetAct& effect);
  void carry_out(const executor::StopWorker& effect);
  void carry_out(const executor::LookForRest& effect);
  void carry_out(const executor::KillLeftover& effect);

  // Its workers' processes.
  std::set<pid_t> processes() const;

 private:
  struct Seat {
    TaskWorker worker;
    AttemptId attempt;  // none: waits
    EventLoop::Token socket = 0;
    EventLoop::Token process = 0;
    bool leaving = false;  // it has said its last word
  };
  using Seats = std::list<Seat>;

  void watch(Seat& seat);
  Seats::iterator find(pid_t pid);
  Seat* current(AttemptId attempt);
  void hear(pid_t pid);
  void drain(Seat& seat);
  void on_message(Seat& seat, const std::string& bytes);
  void on_end(pid_t pid);
  TaskTrace trace_of(AttemptId attempt) const;

  EventLoop& loop_;
  RunTask run_;
  Doors doors_;
  Seats seats_;
  TaskTrace trace_;  // of the task that was let act last; kept for what its worker may leave behind
};

}  // namespace balm::agent
