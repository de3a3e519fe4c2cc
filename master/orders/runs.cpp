// Orders that make hosts do something now: run a check, run a state, send an event, read the configuration
// again.
#include <algorithm>

#include "common/nearest.h"
#include "master/asked_checks.h"
#include "master/intake.h"
#include "master/journal.h"
#include "master/operator_runs.h"
#include "master/orders/order_table.h"

namespace balm::master::orders {
namespace {

constexpr Duration kCheckAnswerWithin = 45s;  // longer than the longest usual check

Labels labels_of(const Value& value) {
  Labels labels;
  if (!value.is(Value::Kind::Map)) return labels;
  for (const auto& [key, text] : value.as_map()) labels[to_display(key)] = to_display(text);
  return labels;
}

Error no_state(const State& state, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& [state_name, text] : state.config->states) known.push_back(state_name.text);
  const std::string guess = did_you_mean(name, known);
  return {Error::Kind::NotFound, "there is no state \"" + name + "\"" + (guess.empty() ? "" : "; " + guess),
          "balm states list"};
}

}  // namespace

void checks_run(const Turn& turn, const Caller& caller, const Value& args) {
  const auto hosts = selected(turn, args);
  if (!hosts) return fail(turn, caller, hosts.error());
  const CheckName check{args["check"].string_or()};
  if (!valid_id(check.text))
    return fail(turn, caller,
                {Error::Kind::Usage, "\"" + check.text + "\" is no name of a check", "balm checks list"});
  bool asked_any = false;
  for (const HostName& name : *hosts) {
    const Host* host = turn.state.fleet.find(name);
    if (host == nullptr || !host->present) {
      part(turn, caller,
           Value::map({{"host", name.text},
                       {"check", check.text},
                       {"status", "unknown"},
                       {"output", "the host is not connected"},
                       {"answered", false}}));
      continue;
    }
    asked_checks::ask(
        turn, {name, check, {}, caller.client, caller.request, turn.now.instant + kCheckAnswerWithin, {}});
    asked_any = true;
  }
  if (!asked_any) done(turn, caller, Value::map({}));
}

void states_run(const Turn& turn, const Caller& caller, const Value& args) {
  const StateName state{args["state"].string_or()};
  if (!turn.state.config->states.contains(state)) return fail(turn, caller, no_state(turn.state, state.text));
  const auto hosts = selected(turn, args);
  if (!hosts) return fail(turn, caller, hosts.error());
  OperatorRun run;
  run.id = IncidentId{++turn.state.last_incident};
  run.client = caller.client;
  run.request = caller.request;
  run.state = state;
  run.params = args["params"].is(Value::Kind::Map) ? args["params"] : Value(ValueMap{});
  run.test = args["test"].bool_or();
  run.by = caller.who;
  run.at_once = static_cast<std::size_t>(std::clamp<std::int64_t>(args["at_once"].int_or(1), 1, 1'000));
  run.waiting.assign(hosts->begin(), hosts->end());
  journal::note(turn, run.id, "run",
                caller.who + (run.test ? " asks what " : " runs ") + state.text +
                    (run.test ? " would do" : "") + " on " + std::to_string(hosts->size()) + " hosts");
  ValueList names;
  for (const HostName& host : *hosts) names.emplace_back(host.text);
  part(turn, caller,
       Value::map({{"run", static_cast<std::int64_t>(run.id.number)},
                   {"hosts", Value(std::move(names))},
                   {"at_once", static_cast<std::int64_t>(run.at_once)}}));
  const IncidentId id = run.id;
  turn.state.runs.emplace(id, std::move(run));
  operator_runs::go_on(turn, id);
}

void events_send(const Turn& turn, const Caller& caller, const Value& args) {
  Event event;
  event.type = args["type"].string_or();
  const bool reserved =
      event.type.starts_with("check.") || event.type.starts_with("host.") || event.type.starts_with("agent.");
  if (!valid_id(event.type) || event.type.find('.') == std::string::npos)
    return fail(turn, caller,
                {Error::Kind::Usage, "\"" + event.type + "\" is no event type: dotted, like deploy.finished",
                 "balm events send deploy.finished --host web1"});
  if (reserved)
    return fail(
        turn, caller,
        {Error::Kind::Denied, "events of type " + event.type + " come from agents and the master only",
         "choose a type of your own, like operator.note"});
  event.host = HostName{args["host"].string_or()};
  if (!event.host.empty() && turn.state.fleet.find(event.host) == nullptr)
    return fail(turn, caller,
                {Error::Kind::NotFound, "there is no host " + event.host.text, "balm hosts list"});
  const auto status = status_from_text(args["status"].string_or("critical"));
  if (!status)
    return fail(turn, caller,
                {Error::Kind::Usage, "\"" + args["status"].string_or() + "\" is no status",
                 "ok, warning, critical or unknown"});
  event.status = *status;
  event.output = args["output"].string_or();
  event.labels = labels_of(args["labels"]);
  event.labels["sent_by"] = caller.who;
  event.body = args["body"];
  const EventId id = intake::own_event(turn, std::move(event));
  done(turn, caller, Value::map({{"id", static_cast<std::int64_t>(id.number)}}));
}

// The answer is given by the shell once the files have been read: see ReloadConfig.
void config_reload(const Turn& turn, const Caller& caller, const Value&) {
  journal::note(turn, {}, "reload", caller.who + " asked to read the configuration again");
  turn.push(ReloadConfig{caller.client, caller.request});
}

}  // namespace balm::master::orders
