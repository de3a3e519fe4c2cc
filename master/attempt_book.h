// Which attempts are running where, and which ran lately: what cool-downs, rates, host locks and blast radius
// count. Rebuilt from stored attempts after a restart; an attempt with unknown outcome stays in until its end
// is known. Bounded: ended attempts are forgotten after kMemory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/ids.h"
#include "common/instant.h"

namespace balm::master {

class AttemptBook {
 public:
  // As long as the longest cool-down and rate a rule may have (common/document/guard_fields).
  static constexpr Duration kMemory = 24h * 30;

  void started(AttemptId id, const RuleName& rule, const HostName& host, Instant at);
  // The end is known, whatever it was.
  void ended(AttemptId id, Instant at);
  // The host refused it before anything ran: it counts for no limit.
  void never_ran(AttemptId id);
  // Nobody can say how it ended: it keeps the host.
  void lost_track(AttemptId id);

  struct Open {
    AttemptId id;
    bool unknown = false;  // outcome unknown, not merely running
  };
  // The open attempt on a host, if any. At most one by the host lock.
  std::optional<Open> open_on(const HostName& host) const;
  std::size_t open_total() const { return open_.size(); }

  // The remedy has run and its check is being looked at: until that is settled the host counts as under
  // repair.
  void proof_begins(IncidentId incident, const RuleName& rule, const HostName& host);
  void proof_ends(IncidentId incident);
  // An attempt is open there, or its effect is not proven yet.
  bool under_repair(const HostName& host) const;

  // Attempts of `rule` on `host` started after `since`; the oldest of them.
  std::uint32_t count_since(const RuleName& rule, const HostName& host, Instant since) const;
  std::optional<Instant> oldest_since(const RuleName& rule, const HostName& host, Instant since) const;
  // When the newest ended attempt of `rule` on `host` that does not belong to `except` ended.
  std::optional<Instant> last_end(const RuleName& rule, const HostName& host, IncidentId except) const;
  // Hosts other than `except` that are under repair by `rule`.
  std::size_t hosts_under_repair_by(const RuleName& rule, const HostName& except) const;

  void forget_before(Instant at);

 private:
  struct Entry {
    AttemptId id;
    Instant start;
    std::optional<Instant> end;
  };
  using Place = std::pair<RuleName, HostName>;

  std::map<Place, std::vector<Entry>> lately_;        // in order of start
  std::map<AttemptId, std::pair<Place, bool>> open_;  // -> unknown?
  std::map<HostName, AttemptId> by_host_;
  std::map<IncidentId, Place> in_proof_;
};

}  // namespace balm::master
