// Events and journal lines as people and programs get to see them (docs/OPERATOR.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/event.h"
#include "common/result.h"
#include "common/value.h"
#include "master/io/query_table.h"
#include "master/io/store.h"

namespace balm::master::queries {

Value event_view(const Event& event);
Value journal_view(const JournalRow& row);

// nullopt when it is not there (any more).
Result<std::optional<Event>> stored_event(Store& store, EventId id);
// The same for an event that somebody named. Errors: NotFound.
Result<Event> known_event(const Desk& desk, EventId id);

// What a stream has missed, oldest first; when that is too much for one answer, the newest of it.
struct Missed {
  std::vector<Event> events;
  bool complete = true;
};
Result<Missed> events_after(Store& store, EventId after, const std::string& type_glob);

// The journal lines about an event, oldest first; a line that covers a range of unwanted events counts for
// each of them.
Result<std::vector<JournalRow>> lines_about(Store& store, EventId id);

// The journal lines of an incident from its first on, oldest first, at most `most`.
Result<std::vector<JournalRow>> lines_of(Store& store, IncidentId id, std::size_t most);

}  // namespace balm::master::queries
