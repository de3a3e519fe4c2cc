// Bounds on how much is done: hosts at once, attempts in an hour, attempts of an incident; and the people's
// orders not to act: freeze and maintenance (I7, I8, I13, I15).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/judge/judge.h"

namespace balm::sim {

// What a rule of the world may do, told to the judge apart from the rule's text.
struct Bounds {
  std::string rule;
  std::size_t hosts_at_once = 1;
  std::size_t starts_per_hour = 3;  // on one host
};

class LimitJudge : public FactJudge<LimitJudge> {
 public:
  LimitJudge(Record& record, std::vector<Bounds> bounds);

 private:
  friend class FactJudge<LimitJudge>;
  using FactJudge::on;
  void on(const RowsCommitted& fact);
  void on(const RowsFound& fact);
  void on(const MasterSent& fact);
  void on(const ProcessStarted& fact);
  void on(const OperatorAsked& fact);
  void on(const OperatorAnswered& fact);
  void on(const ClockJumped& fact);
  void judge_width(const AttemptRow& row);
  void judge_quiet(const AttemptRow& row, bool repeated);

  struct Quiet {
    WallTime until;  // by the master's clock
    Duration since{};
  };
  std::map<std::string, Bounds> bounds_;
  std::map<AttemptId, AttemptRow> rows_;
  std::set<AttemptId> sent_;
  std::map<std::pair<std::string, HostName>, std::vector<Duration>> starts_;
  std::map<std::uint64_t, OperatorAsked> asked_;
  std::optional<Duration> frozen_since_;
  std::map<HostName, Quiet> quiet_;
  bool master_clock_jumped_ = false;
};

}  // namespace balm::sim
