// Writing the journal: one line for everything that was decided, done or said, with its reason. See
// JournalRow.
#pragma once

#include <string>

#include "master/guard/guard_chain.h"
#include "master/reactor.h"
#include "master/state.h"

namespace balm::master::journal {

// A line about an incident (or, with incident 0, about the master itself).
void note(const Turn& turn, IncidentId incident, std::string kind, std::string text);

// What came of a finding.
struct Followed {
  std::string verdict;  // open, join, clear or error
  IncidentId incident;  // that it opened, joined or cleared
};

// A rule wanted the event, or could not be evaluated.
void finding(const Turn& turn, const Event& event, const Finding& finding, Followed followed);

// What the guard chain said about the next rung of an incident, with each guard's numbers.
void guards(const Turn& turn, const IncidentRow& incident, const Review& review);

// A change of an attempt: kind try, accepted, result, verify ...
void attempt(const Turn& turn, const AttemptRow& row, std::string kind, std::string text);

}  // namespace balm::master::journal
