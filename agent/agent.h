// The agent: everything it knows and decides, without a clock, a file or a socket. One door: step().
//
// This class is a switchboard: it hands each input to the parts it concerns and decides nothing itself.
//   session    where we stand with the master          outbox     events on their way
//   scheduler  which checks are due                    desk       tasks and their reports on their way
//   book       what is seen and believed of checks    handed     checks that come from the master
//                                                      own        checks of the host's files
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/check_book.h"
#include "agent/check_plan.h"
#include "agent/check_scheduler.h"
#include "agent/effect.h"
#include "agent/handed_checks.h"
#include "agent/input.h"
#include "agent/outbox.h"
#include "agent/own_checks.h"
#include "agent/session.h"
#include "agent/task_desk.h"
#include "common/zone.h"

namespace balm::agent {

struct AgentSetup {
  HostFacts host;
  std::string version;
  std::size_t checks_running_max = limits::kChecksRunningMax;
  SpoolBounds spool_bounds;
  std::uint64_t seed = 0;             // for jitter, and for ids of spools
  const ZoneSource* zones = nullptr;  // outlives the agent; without it calendars are in UTC
};

// What the last process left behind.
struct AgentMemory {
  SpoolFacts spool;
  SavedChecks checks;  // brought up to date with the events of the spool
  std::string gap;     // why events may have been lost; empty: none were
  CheckSet check_set;  // what the master had handed down
};

class Agent {
 public:
  Agent(AgentSetup setup, AgentMemory memory);

  // Same inputs at the same times give the same effects. Effects are carried out in order (effect.h). The
  // first input is ChecksLoaded; nothing is dialled before the executor said hello.
  void step(const Input& input, const Now& now, Effects& effects);

  // When a Tick is due at the latest.
  std::optional<Instant> next_deadline() const;

  const Session& session() const { return session_; }
  const CheckBook& book() const { return book_; }
  std::uint64_t events_waiting() const { return outbox_.waiting(); }

 private:
  struct Turn {
    const Now& now;
    Effects& effects;
  };

  void on(const Tick&, const Turn& turn);
  void on(const ExecutorSaid& in, const Turn& turn);
  void on(const MasterSaid& in, const Turn& turn);
  void on(const LinkUp&, const Turn& turn);
  void on(const LinkDown& in, const Turn& turn);
  void on(const ChecksLoaded& in, const Turn& turn);
  void on(const ChecksRefused& in, const Turn& turn);
  void on(const CheckSetKept& in, const Turn& turn);
  void on(const EventsRead& in, const Turn& turn);
  void on(const SpoolRenewed& in, const Turn& turn);
  void on(const SpoolRoom& in, const Turn& turn);
  void on(const Stopping&, const Turn& turn);

  void heard(const ExecutorHello& message, const Turn& turn);
  void heard(const NewStamp& message, const Turn& turn);
  void heard(const CheckRan& message, const Turn& turn);
  void heard(const TaskUpdate& message, const Turn& turn);

  void told(const Standing& message, const Turn& turn);
  void told(const EventAck& message, const Turn& turn);
  void told(const EventNak& message, const Turn& turn);
  void told(const Dispatch& message, const Turn& turn);
  void told(const StatusQuery& message, const Turn& turn);
  void told(const ResultAck& message, const Turn& turn);
  void told(const Cancel& message, const Turn& turn);
  void told(const RunCheck& message, const Turn& turn);
  void told(const CheckSet& message, const Turn& turn);
  void told(const Alive&, const Turn& turn) { session_.alive(turn.now); }
  template <class Other>
  void told(const Other&, const Turn& turn);

  void plan_checks(const Turn& turn);
  void forget_checks(const std::vector<CheckName>& lost, const Turn& turn);
  std::vector<CheckFault> check_faults() const;
  void tell_check_set(const Turn& turn);
  void observed(const CheckName& check, std::vector<Observation> observations, const Turn& turn);
  void publish(const std::vector<Change>& changes, const Turn& turn);
  void publish_own(std::string type, Status status, std::string output, const Turn& turn);
  void say_hello(const Turn& turn);
  void beat(const Turn& turn);
  void outdate_picture(const Turn& turn);
  void keep_picture(const Turn& turn);

  AgentSetup setup_;
  Random random_;
  Session session_;
  Outbox outbox_;
  CheckScheduler scheduler_;
  CheckBook book_;
  TaskDesk desk_;
  HandedChecks handed_;
  OwnChecks own_;

  std::optional<ExecutorHello> executor_;
  std::uint64_t fence_max_ = 0;
  std::map<CheckName, std::vector<std::uint64_t>> asked_;  // requests of the master that wait for a run
  std::string gap_;                                        // to be told with the first input
  bool picture_is_old_ = false;
  Instant picture_at_;
};

}  // namespace balm::agent
