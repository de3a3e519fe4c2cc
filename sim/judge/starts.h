// Starts: at most one per attempt and per step, recorded on both sides before it happens, never stale, never
// under a superseded master, one attempt at a time on a host (I3, I4, I6, I9, I10, I12).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sim/judge/judge.h"

namespace balm::sim {

class StartJudge : public FactJudge<StartJudge> {
 public:
  using FactJudge::FactJudge;

 private:
  friend class FactJudge<StartJudge>;
  using FactJudge::on;
  void on(const RowsCommitted& fact);
  void on(const RowsFound& fact);
  void on(const MasterSent& fact);
  void on(const StampIssued& fact);
  void on(const ProcessStarted& fact);
  void on(const StepStarted& fact);
  void on(const ProcessEnded& fact);
  void judge_dispatch(const HostName& to, const Task& task);
  void judge_freshness(const ProcessStarted& fact, const Task& task);

  struct Stamp {
    HostName host;
    std::string boot;
    Instant at;
  };
  std::map<AttemptId, AttemptRow> rows_;
  std::map<AttemptId, Task> dispatched_;
  std::map<HostName, std::uint64_t> fences_;
  std::map<std::string, Stamp> stamps_;
  std::set<AttemptId> started_;
  std::set<std::pair<AttemptId, std::string>> steps_;
  std::map<HostName, std::set<AttemptId>> running_;
};

}  // namespace balm::sim
