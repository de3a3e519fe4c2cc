// At rest: when faults have ended and time has passed, everything is settled. Every agent is known, every
// spool empty, every attempt has its end, every incident is over or a person was told, and nothing broken is
// left alone (I5, I19, I23).
#pragma once

#include <map>
#include <set>
#include <vector>

#include "sim/judge/judge.h"

namespace balm::sim {

class RestJudge : public FactJudge<RestJudge> {
 public:
  using FactJudge::FactJudge;
  void close(bool rested) override;

 private:
  friend class FactJudge<RestJudge>;
  using FactJudge::on;
  void on(const RowsCommitted& fact) { rows(fact.rows); }
  void on(const RowsFound& fact) { rows(fact.rows); }
  void on(const PersonTold& fact) { told_.insert(fact.notification); }
  void on(const AtRest& fact) { hosts_.push_back(fact); }
  void rows(const std::vector<Row>& rows);
  void judge_incident(const IncidentRow& row);
  bool person_was_told(std::uint64_t incident) const;

  std::vector<AtRest> hosts_;
  std::map<AttemptId, AttemptRow> attempts_;
  std::map<std::uint64_t, IncidentRow> incidents_;
  std::map<std::uint64_t, NotificationRow> notifications_;
  std::set<std::uint64_t> told_;
};

}  // namespace balm::sim
