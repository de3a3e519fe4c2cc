// Rows: what was committed is there after every crash and was not changed behind its back; the journal only
// grows; every stored event has a decision (I5, I18, I22).
#pragma once

#include <map>
#include <set>
#include <vector>

#include "sim/judge/judge.h"

namespace balm::sim {

class RecordJudge : public FactJudge<RecordJudge> {
 public:
  using FactJudge::FactJudge;
  void close(bool rested) override;

 private:
  friend class FactJudge<RecordJudge>;
  using FactJudge::on;
  void on(const RowsCommitted& fact);
  void on(const RowsFound& fact);
  void decided(const JournalRow& row);
  void attempt(const AttemptRow& row);

  std::set<std::uint64_t> undecided_;
  std::vector<JournalRow> journal_;
  std::map<AttemptId, AttemptRow> attempts_;
  std::map<std::uint64_t, IncidentRow> incidents_;
};

}  // namespace balm::sim
