#include "master/incidents.h"

#include <algorithm>
#include <set>

#include "common/invariant.h"
#include "common/limits.h"
#include "common/value_json.h"
#include "common/wire.h"
#include "master/journal.h"

namespace balm::master::incidents {
namespace {

std::string default_summary(const Event& event) {
  const std::string what = event.check.empty() ? event.type : event.check.text;
  return what + " is " + std::string(to_text(event.status)) +
         (event.host.empty() ? "" : " on " + event.host.text);
}

IncidentRow row_of(const Turn& turn, const Event& event, const Finding& finding) {
  IncidentRow row;
  row.id = IncidentId{++turn.state.last_incident};
  row.key = finding.key;
  row.rule = finding.rule->name;
  row.revision = turn.state.config->revision;
  row.host = event.host;
  row.check = event.check;
  row.instance = event.instance;
  row.status = event.status;
  row.event = event.id;
  row.generation = event.generation;
  row.opened = turn.now.wall;
  row.rungs = static_cast<std::uint32_t>(finding.rule->ladder.size());
  row.vars = to_json(finding.vars);
  row.summary = finding.summary.empty() ? default_summary(event) : finding.summary;
  return row;
}

Subject subject_of(const IncidentRow& row) {
  return {row.host, row.check, row.instance};
}

// What remember() did, but for the incident itself.
void forget(State& state, const IncidentRow& row) {
  const auto key = state.incident_by_key.find(row.key);
  if (key != state.incident_by_key.end() && key->second == row.id) state.incident_by_key.erase(key);
  const auto same = state.incidents_about.find(subject_of(row));
  if (same != state.incidents_about.end() && same->second.erase(row.id) > 0 && same->second.empty())
    state.incidents_about.erase(same);
  const auto rule = state.open_by_rule.find(row.rule);
  if (rule != state.open_by_rule.end() && --rule->second == 0) state.open_by_rule.erase(rule);
}

}  // namespace

OpenIncident* open(const Turn& turn, const Event& event, const Finding& finding) {
  State& state = turn.state;
  if (state.incidents.size() >= limits::kOpenIncidentsMax) {
    journal::note(turn, {}, "limit",
                  "too many open incidents; event " + std::to_string(event.id.number) + " opened none");
    return nullptr;
  }
  OpenIncident incident;
  incident.row = row_of(turn, event, finding);
  incident.config = state.config;
  incident.rule = finding.rule;
  incident.event = wire::to_value(event);
  incident.vars = finding.vars;
  OpenIncident& opened = remember(state, std::move(incident));
  save(turn, opened);
  journal::finding(turn, event, finding, {"open", opened.row.id});
  return &opened;
}

void join(const Turn& turn, OpenIncident& incident, const Event& event) {
  incident.row.status = event.status;
  incident.row.generation = std::max(incident.row.generation, event.generation);
  save(turn, incident);
  JournalRow row;
  row.at = turn.now.wall;
  row.kind = "match";
  row.event = event.id;
  row.incident = incident.row.id;
  row.rule = incident.row.rule.text;
  row.verdict = "join";
  row.reason = "same_key";
  row.text = event.output;
  turn.push(StoreJournal{std::move(row)});
}

OpenIncident* with_key(State& state, const std::string& key) {
  const auto place = state.incident_by_key.find(key);
  if (place == state.incident_by_key.end()) return nullptr;
  return &state.incidents.at(place->second);
}

std::vector<IncidentId> concerned(const State& state, const Event& event, const Surroundings& around) {
  std::set<IncidentId> ids;
  for (const IncidentId id : about(state, {event.host, event.check, event.instance})) ids.insert(id);
  std::set<RuleName> rules;
  for (const auto& [rule, open] : state.open_by_rule) rules.insert(rule);
  if (!rules.empty())
    for (const std::string& key : cleared_keys(*state.config, event, around, rules))
      if (const auto known = state.incident_by_key.find(key); known != state.incident_by_key.end())
        ids.insert(known->second);
  return {ids.begin(), ids.end()};
}

OpenIncident& remember(State& state, OpenIncident incident) {
  const IncidentId id = incident.row.id;
  state.incident_by_key[incident.row.key] = id;
  state.incidents_about[subject_of(incident.row)].insert(id);
  ++state.open_by_rule[incident.row.rule];
  const auto [place, fresh] = state.incidents.emplace(id, std::move(incident));
  BALM_ASSERT(fresh);
  return place->second;
}

std::vector<IncidentId> about(const State& state, const Subject& subject) {
  const auto place = state.incidents_about.find(subject);
  if (place == state.incidents_about.end()) return {};
  return {place->second.begin(), place->second.end()};
}

void save(const Turn& turn, const OpenIncident& incident) {
  turn.push(StoreIncident{incident.row});
}

void close(const Turn& turn, IncidentId id, IncidentOutcome outcome, const std::string& text) {
  const auto place = turn.state.incidents.find(id);
  BALM_ASSERT(place != turn.state.incidents.end());
  IncidentRow& row = place->second.row;
  row.phase = Phase::Closed;
  row.outcome = outcome;
  row.closed = turn.now.wall;
  row.waiting_reason.clear();
  row.waiting_text.clear();
  journal::note(turn, id, std::string(to_text(outcome)), text);
  turn.push(StoreIncident{row});
  turn.state.attempts.proof_ends(id);
  forget(turn.state, row);
  turn.state.incidents.erase(place);
}

Value to_value(const IncidentRow& row) {
  return Value::map({{"id", static_cast<std::int64_t>(row.id.number)},
                     {"key", row.key},
                     {"rule", row.rule.text},
                     {"host", row.host.text},
                     {"opened", row.opened},
                     {"attempts", static_cast<std::int64_t>(row.attempts)},
                     {"title", row.summary}});
}

}  // namespace balm::master::incidents
