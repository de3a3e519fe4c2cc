// The rows of a master in memory: what a Store keeps, for tests of the core. Gives them back as after a
// restart.
#pragma once

#include <map>
#include <vector>

#include "master/effect.h"
#include "master/recovery.h"

namespace balm::master {

class MemoryStore {
 public:
  void keep(const Effect& effect);
  Recovered recovered(const std::map<std::string, ConfigurationPtr>& configurations) const;

  const std::vector<JournalRow>& journal() const { return journal_; }
  const std::map<AttemptId, AttemptRow>& attempts() const { return attempts_; }
  const std::map<IncidentId, IncidentRow>& incidents() const { return incidents_; }
  const std::map<EventId, Event>& events() const { return events_; }

  std::map<std::string, KeyRow> keys;  // tests put accepted agents here

 private:
  std::map<EventId, Event> events_;
  std::map<SpoolId, SpoolRow> spools_;
  std::map<HostName, HostRow> hosts_;
  std::map<IncidentId, IncidentRow> incidents_;
  std::map<AttemptId, AttemptRow> attempts_;
  std::vector<JournalRow> journal_;
  std::map<HostName, MaintenanceRow> maintenance_;
  std::map<std::uint64_t, NotificationRow> notifications_;
  FreezeRow freeze_;
};

}  // namespace balm::master
