// Why did it (not) act? The decision function is asked again about a stored event, this time with every
// sub-expression and every guard written down; what was decided then is in the journal beside it.
#include "common/wire.h"
#include "master/guard/guard_chain.h"
#include "master/incident_view.h"
#include "master/incidents.h"
#include "master/io/queries/event_view.h"
#include "master/io/query_table.h"
#include "master/reactor.h"

namespace balm::master::queries {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::TraceLine;

// Lines of one incident that are shown beside the event that opened it; the whole is in `incidents show`.
constexpr std::size_t kStoryMax = 40;

Value condition_value(const TraceLine& line) {
  const auto* error = std::get_if<EvalError>(&line.outcome);
  return Value::map({{"text", line.text},
                     {"offset", line.offset},
                     {"length", line.length},
                     {"value", error == nullptr ? std::get<Value>(line.outcome) : Value()},
                     {"error", error == nullptr ? "" : error->message}});
}

Value conditions_of(const RuleDocument& rule, const Finding& finding, ValueMap names, const Desk& desk) {
  ValueList list;
  if (rule.condition.empty()) return Value(std::move(list));
  names.insert_or_assign(Value("vars"), finding.vars);
  const FleetView fleet(desk.state.fleet);
  std::vector<TraceLine> trace;
  (void)rule.condition.evaluate_traced({&names, desk.now.wall, desk.state.zones, &fleet}, trace);
  for (const TraceLine& line : trace) list.push_back(condition_value(line));
  return Value(std::move(list));
}

IncidentRow imagined(const Event& event, const Finding& finding) {
  IncidentRow row;
  row.key = finding.key;
  row.rule = finding.rule->name;
  row.host = event.host;
  row.check = event.check;
  row.instance = event.instance;
  row.status = event.status;
  return row;
}

Value guards_of(const Desk& desk, const IncidentRow& incident, const RuleDocument& rule) {
  const State& state = desk.state;
  const Facts facts{
      desk.now,       state.freeze,     state.maintenance, state.fleet,
      state.attempts, state.storage_ok, state.settled,     state.started + state.settings.settle};
  ValueList list;
  for (const GuardAnswer& answer : review({incident, rule}, facts, true).answers)
    list.push_back(Value::map({{"name", answer.guard},
                               {"verdict", to_text(answer.verdict.kind)},
                               {"reason", to_text(answer.verdict.reason)},
                               {"sentence", sentence(answer.verdict.reason)},
                               {"counter", answer.verdict.counter}}));
  return Value(std::move(list));
}

Value rule_value(const Desk& desk, const Event& event, const Finding& finding, const ValueMap& names) {
  const RuleDocument& rule = *finding.rule;
  Value guards;
  if (finding.wanted == Wanted::Yes) {
    const auto open = desk.state.incident_by_key.find(finding.key);
    const bool known = open != desk.state.incident_by_key.end();
    guards =
        guards_of(desk, known ? desk.state.incidents.at(open->second).row : imagined(event, finding), rule);
  }
  return Value::map({{"name", rule.name.text},
                     {"file", rule.place.source},
                     {"line", rule.place.line},
                     {"verdict", to_text(finding.wanted)},
                     {"error", finding.error},
                     {"mode", to_text(rule.mode)},
                     {"if", rule.condition.text()},
                     {"conditions", conditions_of(rule, finding, names, desk)},
                     {"guards", guards}});
}

Result<Event> event_asked(const Desk& desk, const Value& args, std::optional<IncidentRow>& incident) {
  EventId id{static_cast<std::uint64_t>(args["event"].int_or())};
  if (!args["incident"].is_null()) {
    auto story = incidents_show(desk, Value::map({{"id", args["incident"]}}));
    if (!story) return story.error();
    id = EventId{static_cast<std::uint64_t>((*story)["incident"]["event"].int_or())};
    if (id.number == 0)
      return Error{Error::Kind::NotFound, "a person began this one; no rule decided about it",
                   "balm incidents show " + std::to_string(args["incident"].int_or())};
    const auto open =
        desk.state.incidents.find(IncidentId{static_cast<std::uint64_t>(args["incident"].int_or())});
    if (open != desk.state.incidents.end()) incident = open->second.row;
  }
  return known_event(desk, id);
}

// What was decided about the event, and about each incident it opened from then on: a reader wants to know
// why nothing was done, and the guards said so a moment later.
Result<Value> decided_then(Store& store, EventId event) {
  const auto about = lines_about(store, event);
  if (!about) return about.error();
  ValueList decided;
  for (const JournalRow& line : *about) {
    decided.push_back(journal_view(line));
    if (line.verdict != "open") continue;
    const auto story = lines_of(store, line.incident, kStoryMax);
    if (!story) return story.error();
    for (const JournalRow& next : *story)
      if (next.event != event) decided.push_back(journal_view(next));
  }
  return Value(std::move(decided));
}

}  // namespace

Result<Value> explain(const Desk& desk, const Value& args) {
  std::optional<IncidentRow> incident;
  const auto event = event_asked(desk, args, incident);
  if (!event) return event.error();
  const Surroundings around{desk.state.fleet, desk.now.wall, desk.state.zones};
  const ValueMap names = names_for(*event, around);
  ValueList rules;
  for (const Finding& finding : review(*desk.state.config, *event, around))
    rules.push_back(rule_value(desk, *event, finding, names));
  auto decided = decided_then(desk.store, event->id);
  if (!decided) return decided.error();
  std::string note = "Conditions and guards are as they would answer now";
  if (incident && incident->revision != desk.state.config->revision)
    note += "; the rules have changed since (" + incident->revision + " then, " +
            desk.state.config->revision + " now)";
  const std::string clears = "status ok opens nothing; it clears what is open";
  return Value::map({{"event", event_view(*event)},
                     {"rules", Value(std::move(rules))},
                     {"decided", std::move(decided).value()},
                     {"incident", incident ? incident_view(*incident) : Value()},
                     {"note", event->status == Status::Ok ? clears : note}});
}

}  // namespace balm::master::queries
