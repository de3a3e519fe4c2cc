#include "master/io/followers.h"

#include <vector>

#include "common/glob.h"
#include "master/incident_view.h"
#include "master/io/queries/event_view.h"

namespace balm::master {

Result<void> Followers::add(std::uint64_t client, const Request& request, Store& store, const Send& send) {
  if (followers_.size() >= kMax)
    return Error{Error::Kind::Refused, "too many people are watching already", "end some of the others"};
  Follower follower{client, request.id, "", {}};
  if (request.verb == "events.follow") {
    follower.type_glob = request.args["type"].string_or("*");
    if (follower.type_glob.empty()) follower.type_glob = "*";
  } else {
    follower.incident = IncidentId{static_cast<std::uint64_t>(request.args["id"].int_or())};
    if (!follower.incident) return Error{Error::Kind::Usage, "which incident?", "balm incidents watch 1042"};
  }
  if (const std::int64_t after = request.args["after"].int_or(); after > 0)
    if (auto done = catch_up(follower, EventId{static_cast<std::uint64_t>(after)}, store, send); !done)
      return done;
  followers_.emplace(++last_, std::move(follower));
  return {};
}

Result<void> Followers::catch_up(const Follower& follower, EventId after, Store& store, const Send& send) {
  const auto missed = queries::events_after(store, after, follower.type_glob);
  if (!missed) return missed.error();
  if (!missed->complete) tell(follower, Value::map({{"gap", true}}), true, send);
  for (const Event& event : missed->events) {
    tell(follower, queries::event_view(event), true, send);
    const auto lines = queries::lines_about(store, event.id);
    if (!lines) return lines.error();
    for (const JournalRow& line : *lines)
      if (line.kind == "match")
        tell(follower, Value::map({{"decision", queries::journal_view(line)}}), true, send);
  }
  return {};
}

void Followers::leave(std::uint64_t client) {
  std::erase_if(followers_, [&](const auto& entry) { return entry.second.client == client; });
}

void Followers::reassure(const Send& send) {
  for (const auto& [id, follower] : followers_) tell(follower, {}, true, send);
}

void Followers::tell(const Follower& follower, Value data, bool more, const Send& send) {
  (void)send(follower.client, Reply{follower.request, "", "", "", std::move(data), more});
}

void Followers::saw(const Effect& effect, const Send& send) {
  const auto* event = std::get_if<StoreEvent>(&effect);
  const auto* line = std::get_if<StoreJournal>(&effect);
  const auto* incident = std::get_if<StoreIncident>(&effect);
  if (event == nullptr && line == nullptr && incident == nullptr) return;
  std::vector<std::uint64_t> over;
  for (const auto& [id, follower] : followers_) {
    if (event != nullptr && !follower.type_glob.empty() && glob_match(follower.type_glob, event->event.type))
      tell(follower, queries::event_view(event->event), true, send);
    if (line != nullptr && !follower.type_glob.empty() && line->row.kind == "match" && line->row.event)
      tell(follower, Value::map({{"decision", queries::journal_view(line->row)}}), true, send);
    if (line != nullptr && follower.incident && follower.incident == line->row.incident)
      tell(follower, Value::map({{"timeline", queries::journal_view(line->row)}}), true, send);
    if (incident == nullptr || !follower.incident || follower.incident != incident->row.id) continue;
    const bool closed = incident->row.phase == Phase::Closed;
    tell(follower, Value::map({{"incident", incident_view(incident->row)}}), !closed, send);
    if (closed) over.push_back(id);
  }
  for (const std::uint64_t id : over) followers_.erase(id);
}

}  // namespace balm::master
