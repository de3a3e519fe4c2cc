// The open problems: opened by a rule, joined by equal key, cleared by an ok word about the same thing,
// closed with an outcome. Bounded by limits::kOpenIncidentsMax; beyond it nothing new is opened, and that is
// said.
#pragma once

#include <string>
#include <vector>

#include "master/reactor.h"
#include "master/state.h"

namespace balm::master::incidents {

// Opens an incident for a finding. Null when the bound is reached (noted in the journal).
OpenIncident* open(const Turn& turn, const Event& event, const Finding& finding);

// A further event of an open incident.
void join(const Turn& turn, OpenIncident& incident, const Event& event);

// The open incident with this key, or null.
OpenIncident* with_key(State& state, const std::string& key);

// Open incidents that an ok event speaks of: those about the same host, check and instance, and those with a
// key that their rule would give this event.
std::vector<IncidentId> concerned(const State& state, const Event& event, const Surroundings& around);

// Makes it one of the open ones, where all who look for it find it.
OpenIncident& remember(State& state, OpenIncident incident);

// Open incidents about one thing.
std::vector<IncidentId> about(const State& state, const Subject& subject);

// Stores the row as it is now.
void save(const Turn& turn, const OpenIncident& incident);

// Ends it. The reference is gone afterwards.
void close(const Turn& turn, IncidentId id, IncidentOutcome outcome, const std::string& text);

// The incident as expressions and people see it.
Value to_value(const IncidentRow& row);

}  // namespace balm::master::incidents
