// The core's state rebuilt from what was stored, after a restart.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/instant.h"
#include "master/state.h"

namespace balm::master {

// Rows as the store gives them back.
struct Recovered {
  std::vector<KeyRow> keys;
  std::vector<HostRow> hosts;
  std::vector<SpoolRow> spools;
  std::vector<IncidentRow> incidents;          // open ones
  std::map<IncidentId, Event> opening_events;  // of the open incidents
  std::set<IncidentId> called;                 // of the open incidents: those people were told of
  std::vector<AttemptRow> attempts;  // open ones and those of the last AttemptBook::kMemory, by start
  std::vector<MaintenanceRow> maintenance;
  FreezeRow freeze;
  std::vector<NotificationRow> notifications;              // not delivered
  std::map<std::string, ConfigurationPtr> configurations;  // that open incidents are bound to, by revision
  std::uint64_t last_event = 0;
  std::uint64_t last_incident = 0;
  std::uint64_t last_notification = 0;
};

// Open attempts become questions to their hosts; incidents go on where they were, after the settling time.
void recover(State& state, Recovered recovered, Now now);

}  // namespace balm::master
