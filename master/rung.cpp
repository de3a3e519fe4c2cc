#include "master/rung.h"

#include "common/value.h"
#include "master/incidents.h"
#include "master/reactor.h"

namespace balm::master::rung {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::Scope;

ValueMap names_of(const Turn& turn, const OpenIncident& incident) {
  ValueMap names;
  const Host* host = turn.state.fleet.find(incident.row.host);
  names.emplace(Value("event"), incident.event);
  names.emplace(Value("host"),
                host == nullptr ? Value::map({{"name", incident.row.host.text}}) : Fleet::to_value(*host));
  names.emplace(Value("incident"), incidents::to_value(incident.row));
  names.emplace(Value("vars"), incident.vars);
  names.emplace(Value("last"), incident.last);
  Value check;
  if (host != nullptr) check = Fleet::to_value(*host)["checks"][incident.row.check.text];
  names.emplace(Value("check"), std::move(check));
  return names;
}

// What the steps of a state said, for `last.output`: enough to look for a word in it.
std::string output_of(const Value& steps) {
  std::string output;
  if (!steps.is(Value::Kind::List)) return output;
  for (const Value& step : steps.as_list()) {
    output += step["comment"].string_or() + "\n";
    for (const std::string_view part : {"stdout", "stderr"})
      if (const std::string text = step["changes"][part].string_or(); !text.empty()) output += text + "\n";
  }
  return output;
}

}  // namespace

Applies applies(const Turn& turn, const OpenIncident& incident, const Rung& rung) {
  if (rung.condition.empty()) return {};
  const ValueMap names = names_of(turn, incident);
  const FleetView fleet(turn.state.fleet);
  const Outcome outcome = rung.condition.evaluate(Scope{&names, turn.now.wall, turn.state.zones, &fleet});
  if (const auto* error = std::get_if<EvalError>(&outcome))
    return {false, "its `if` could not be evaluated: " + error->message};
  const Value& value = std::get<Value>(outcome);
  if (value.is(Value::Kind::Bool) && value.as_bool()) return {};
  return {false, "its `if` says no: " + rung.condition.text()};
}

Result<Value> scope_of(const Turn& turn, const OpenIncident& incident, const Rung& rung) {
  ValueMap names = names_of(turn, incident);
  const FleetView fleet(turn.state.fleet);
  const Scope scope{&names, turn.now.wall, turn.state.zones, &fleet};
  ValueMap params;
  for (const auto& [name, text] : rung.with) {
    Outcome outcome = text.evaluate(scope);
    if (const auto* error = std::get_if<EvalError>(&outcome))
      return Error{Error::Kind::BadData, "`with: " + name + "`: " + error->message, ""};
    params.emplace(Value(name), std::get<Value>(std::move(outcome)));
  }
  names.insert_or_assign(Value("params"), Value(std::move(params)));
  return Value(std::move(names));
}

Verify verify_of(const RuleDocument& rule, std::uint32_t rung) {
  if (rung < rule.ladder.size() && rule.ladder[rung].verify) return *rule.ladder[rung].verify;
  return rule.verify;
}

Value last_of(const dispatch::End& end) {
  return Value::map({{"outcome", to_text(end.row.outcome)},
                     {"result", end.row.outcome == AttemptOutcome::Succeeded},
                     {"comment", end.row.comment},
                     {"output", end.row.comment + "\n" + output_of(end.status.steps)},
                     {"timed_out", end.row.outcome == AttemptOutcome::TimedOut},
                     {"state", end.row.state.text},
                     {"steps", end.status.steps}});
}

bool mark_healed(const Turn& turn, const OpenIncident& incident) {
  const std::string outcome = incident.last["outcome"].string_or();
  const bool acted =
      incident.row.attempts > 0 && !incident.last.is_null() && outcome != "refused" && outcome != "expired";
  if (!acted) return false;
  turn.push(MarkHealed{{incident.row.id, incident.row.attempts}, turn.now.wall});
  return true;
}

}  // namespace balm::master::rung
