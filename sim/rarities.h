// Rare situations a run came through. A simulator that never reaches them proves nothing about them: the
// standard run fails when one of the list was not reached (docs/SIMULATION.md).
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/judge/judge.h"

namespace balm::sim {

using Reached = std::map<std::string, std::uint64_t, std::less<>>;

// What must be reached at least once in a standard run.
std::span<const std::string_view> must_be_reached();

class Rarities : public FactJudge<Rarities> {
 public:
  using FactJudge::FactJudge;
  const Reached& reached() const { return reached_; }

 private:
  friend class FactJudge<Rarities>;
  using FactJudge::on;
  void on(const MasterSent& fact);
  void on(const MasterTook& fact);
  void on(const AgentSent& fact);
  void on(const AgentTook& fact);
  void on(const FaultStruck& fact) { reach("fault: " + fact.kind); }
  void on(const EventsLost&) { reach("unsynced events lost with the power"); }
  void on(const SpoolRenewed&) { reach("spool begun anew"); }
  void on(const HostSetBack&) { reach("host set back"); }
  void on(const ProcessStarted& fact);
  void on(const ProcessEnded& fact);
  void on(const RowsCommitted& fact);
  void on(const RowsFound& fact);
  void on(const MasterStarted& fact);
  void on(const OperatorAnswered& fact);
  void row(const AttemptRow& row);
  void row(const IncidentRow& row);
  void row(const JournalRow& row);
  void reach(std::string point) { ++reached_[std::move(point)]; }

  std::map<SpoolId, std::uint64_t> sent_upto_;
  std::map<AttemptId, int> dispatches_;
  std::map<AttemptId, AttemptRow> attempts_;
  std::map<AttemptId, bool> running_;
  std::size_t rows_ = 0;
  Reached reached_;
};

}  // namespace balm::sim
