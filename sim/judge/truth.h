// Outcomes: what is recorded about an attempt is what happened on the host; success is a check that was seen
// ok again; nothing is done about what nobody has seen (I5, I11, I24, I25).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "sim/judge/judge.h"

namespace balm::sim {

class TruthJudge : public FactJudge<TruthJudge> {
 public:
  using FactJudge::FactJudge;

 private:
  friend class FactJudge<TruthJudge>;
  using FactJudge::on;
  void on(const RowsCommitted& fact);
  void on(const RowsFound& fact);
  void on(const ProcessStarted& fact);
  void on(const ProcessEnded& fact);
  void on(const CheckSeen& fact);
  void on(const HostSetBack& fact);
  void on(const MasterSent& fact);
  void rows(const std::vector<Row>& rows);
  void judge_end(const AttemptRow& row);
  void judge_healed(const IncidentRow& row);

  struct Seen {
    HostName host;
    bool started = false;
    bool forgotten = false;  // by its host, which was set back: it can only say that it knows nothing
    std::optional<ProcessEnded::How> how;
    Duration ended{};
  };
  std::map<AttemptId, Seen> seen_;
  std::map<AttemptId, std::string> ends_;  // as recorded
  std::map<std::pair<HostName, CheckName>, Duration> seen_ok_;
  std::map<std::uint64_t, Status> events_;
  std::map<std::uint64_t, IncidentRow> incidents_;
};

}  // namespace balm::sim
