// The executor's core: which orders are carried out, once, and what is known of each. The switchboard; gates,
// ledger, stamps and the restart table decide.
//
// An attempt goes: order -> gates -> the waiting worker reads the state (it may not act) -> gates of the
// moment again -> ACCEPT, START and the begin of the first step are journalled and synced at once -> the
// worker acts, step by step, each begin synced before the step -> DONE synced -> told to the agent, again
// after each restart, until acknowledged. One sync for three records is as safe as three: nothing acts before
// the last of them is durable.
//
// A journal that cannot be written stops everything: no start, no further step, no answer that is not on
// disk. Every stamp time the core tries to write a new journal from memory; when that works, it goes on.
#pragma once

#include <optional>
#include <string>

#include "agent/executor/current_task.h"
#include "agent/executor/executor_effect.h"
#include "agent/executor/executor_input.h"
#include "agent/executor/gates.h"
#include "agent/executor/ledger.h"
#include "agent/executor/stamps.h"
#include "common/instant.h"

namespace balm::executor {

class Executor {
 public:
  struct Host {
    std::string boot;       // kernel boot id
    bool degraded = false;  // one user: no privilege split
  };

  // `ledger` as the journal left it; empty when there was none or it was damaged.
  Executor(Ledger ledger, Host host);

  // Settles what an earlier life left open, writes the journal anew, issues the first stamp. Once, before any
  // input.
  void begin(const std::string& stamp, Now now, Effects& out);

  // Same inputs at the same times give the same effects.
  void step(const Input& input, Now now, Effects& out);

  // When a Tick is due at the latest.
  std::optional<Instant> wake_at() const;

  // The attempt that has this host now.
  std::optional<AttemptId> current() const;

  const Ledger& ledger() const { return ledger_; }
  bool journal_broken() const { return broken_.has_value(); }

 private:
  // orders and answers: executor.cpp
  void on(const AgentUp&, Now now, Effects& out);
  void on(const TaskArrived& in, Now now, Effects& out);
  void on(const TaskAsked& in, Now now, Effects& out);
  void on(const ResultAcked& in, Now now, Effects& out);
  void on(const CancelAsked& in, Now now, Effects& out);
  void on(const StandingArrived& in, Now now, Effects& out);
  void on(const StampDue& in, Now now, Effects& out);
  void on(const JournalFailed& in, Now now, Effects& out);
  void on(const JournalGrown&, Now now, Effects& out);

  // the life of the current task: executor_task.cpp
  void on(const StepAsked& in, Now now, Effects& out);
  void on(const StepEnded& in, Now now, Effects& out);
  void on(const TaskEnded& in, Now now, Effects& out);
  void on(const TaskUnreadable& in, Now now, Effects& out);
  void on(const WorkerGone& in, Now now, Effects& out);
  void on(const RestGone& in, Now now, Effects& out);
  void on(const StartWasLate& in, Now now, Effects& out);
  void on(const Tick&, Now now, Effects& out);
  bool is_current(AttemptId attempt) const;
  bool out_of_order(AttemptId attempt) const;
  void start(const std::string& step, Now now, Effects& out);
  void record_start(Now now, Effects& out);
  void let_act(const std::string& step, Now now, Effects& out);
  void look_for_rest(Now now, Effects& out);
  void stop(TaskOutcome verdict, std::string why, Now now, Effects& out);
  void finish(TaskStatus status, Now now, Effects& out);
  void finish_stopped(Now now, Effects& out);
  void refuse_current(const Judgement& judgement, Now now, Effects& out);
  void drop_current(Effects& out);
  void overdue(Now now, Effects& out);
  void journal_failed_under_task(Now now, Effects& out);

  HostView view_for(const TaskArrived& in) const;
  HostView view_for(const CurrentTask& current) const;
  void learn_epoch(const Task& task, Effects& out);
  void refuse(const Task& task, const Judgement& judgement, Now now, Effects& out);
  void cancel_unknown(AttemptId attempt, Now now, Effects& out);
  void append(const Record& record, Effects& out);
  void sync(Effects& out);
  void tell(const TaskStatus& status, Effects& out);
  void rewrite(Now now, Effects& out);
  agent::ExecutorHello hello() const;
  TaskStatus status_of(const Attempt& attempt) const;
  void confirm();

  Ledger ledger_;
  Host host_;
  Stamps stamps_;
  std::optional<CurrentTask> current_;
  std::optional<std::string> broken_;  // why the journal cannot be written
};

}  // namespace balm::executor
