// Events: safe before they are sent, stored before they are acknowledged, stored once and in the order of
// their spool, none lost in silence (I1, I2, I18).
#pragma once

#include <map>
#include <string>

#include "sim/judge/judge.h"

namespace balm::sim {

class DeliveryJudge : public FactJudge<DeliveryJudge> {
 public:
  using FactJudge::FactJudge;
  void close(bool rested) override;

 private:
  friend class FactJudge<DeliveryJudge>;
  using FactJudge::on;
  void on(const EventWritten& fact);
  void on(const EventsSafe& fact);
  void on(const EventsLost& fact);
  void on(const SpoolRenewed& fact);
  void on(const HostSetBack& fact);
  void on(const AgentSent& fact);
  void on(const MasterSent& fact);
  void on(const RowsCommitted& fact);
  void on(const RowsFound& fact);
  void stored(const Event& event);
  struct Spool;
  static bool may_be(const Spool& spool, std::uint64_t seq, const std::string& print);

  struct Spool {
    HostName host;
    std::map<std::uint64_t, std::string> written;  // seq -> what the event says
    // The same for what a host that was set back has forgotten: it may be stored, and need not.
    std::multimap<std::uint64_t, std::string> forgotten;
    std::map<std::uint64_t, std::string> kept;  // what the master has stored
    std::uint64_t safe = 0;
    std::uint64_t stored = 0;  // by the master, without a gap
  };
  std::map<SpoolId, Spool> spools_;
};

}  // namespace balm::sim
