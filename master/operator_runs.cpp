#include "master/operator_runs.h"

#include "master/incidents.h"
#include "master/journal.h"
#include "master/orders/order_table.h"

namespace balm::master::operator_runs {
namespace {

constexpr Duration kTimeout = 10min;

orders::Caller caller_of(const OperatorRun& run) {
  return {run.client, run.by, run.request};
}

void tell(const Turn& turn, const OperatorRun& run, Value data) {
  if (run.client != 0) orders::part(turn, caller_of(run), std::move(data));
}

void skip(const Turn& turn, OperatorRun& run, const HostName& host, const std::string& why) {
  ++run.silent;
  tell(turn, run,
       Value::map(
           {{"host", host.text}, {"outcome", "not_started"}, {"comment", why}, {"steps", ValueList{}}}));
}

// Why a host cannot be started now; empty when it can. A person's run is not stopped by maintenance: people
// work then.
std::string obstacle(const Turn& turn, const OperatorRun& run, const HostName& name) {
  const Host* host = turn.state.fleet.find(name);
  if (host == nullptr || !host->present) return "no answer: the host is not connected";
  if (const auto open = turn.state.attempts.open_on(name)) return "busy with attempt #" + to_text(open->id);
  if (!run.test && turn.state.freeze.frozen)
    return "frozen by " + turn.state.freeze.by + ": " + turn.state.freeze.reason;
  return "";
}

void start_on(const Turn& turn, OperatorRun& run, const HostName& host) {
  dispatch::Order order;
  order.id = {run.id, ++run.made};
  order.revision = turn.state.config->revision;
  order.host = host;
  order.state = run.state;
  order.scope = Value::map({{"params", run.params}, {"host", Fleet::to_value(*turn.state.fleet.find(host))}});
  order.timeout = kTimeout;
  order.test = run.test;
  order.by = run.by;
  order.client = run.client;
  order.request = run.request;
  run.running.insert(host);
  dispatch::start(turn, *turn.state.config, std::move(order));
}

void finish(const Turn& turn, OperatorRun& run) {
  if (run.client != 0)
    orders::done(turn, caller_of(run),
                 Value::map({{"ok", static_cast<std::int64_t>(run.ok)},
                             {"failed", static_cast<std::int64_t>(run.failed)},
                             {"silent", static_cast<std::int64_t>(run.silent)},
                             {"changes", static_cast<std::int64_t>(run.changes)},
                             {"run", static_cast<std::int64_t>(run.id.number)}}));
  IncidentRow row;
  row.id = run.id;
  row.key = "run:" + std::to_string(run.id.number);
  row.phase = Phase::Closed;
  row.outcome = IncidentOutcome::Closed;
  row.opened = row.closed = turn.now.wall;
  row.attempts = run.made;
  row.status = run.failed + run.silent == 0 ? Status::Ok : Status::Critical;
  row.summary = run.by + " ran " + run.state.text;
  turn.push(StoreIncident{row});
  turn.state.runs.erase(run.id);
}

bool changed_something(const Value& steps) {
  if (!steps.is(Value::Kind::List)) return false;
  for (const Value& step : steps.as_list()) {
    const Value& changes = step["changes"];
    if (step["result"].is_null() || (changes.is(Value::Kind::Map) && !changes.as_map().empty())) return true;
  }
  return false;
}

}  // namespace

void go_on(const Turn& turn, IncidentId id) {
  OperatorRun& run = turn.state.runs.at(id);
  while (!run.waiting.empty() && run.running.size() < run.at_once) {
    const HostName host = run.waiting.front();
    run.waiting.pop_front();
    const std::string why = obstacle(turn, run, host);
    if (why.empty()) {
      start_on(turn, run, host);
    } else {
      skip(turn, run, host, why);
    }
  }
  if (run.waiting.empty() && run.running.empty()) finish(turn, run);
}

bool attempt_ended(const Turn& turn, const dispatch::End& end) {
  const auto place = turn.state.runs.find(end.row.id.incident);
  if (place == turn.state.runs.end()) return false;
  OperatorRun& run = place->second;
  if (run.running.erase(end.row.host) == 0) return true;  // its unknown outcome was told before
  const bool ok = end.row.outcome == AttemptOutcome::Succeeded;
  ++(end.row.outcome == AttemptOutcome::Unknown ? run.silent : ok ? run.ok : run.failed);
  if (changed_something(end.status.steps)) ++run.changes;
  tell(turn, run,
       Value::map({{"host", end.row.host.text},
                   {"outcome", to_text(end.row.outcome)},
                   {"reason", end.row.reason},
                   {"comment", end.row.comment},
                   {"steps", end.status.steps},
                   {"took_us", end.row.took_us},
                   {"attempt", to_text(end.row.id)}}));
  go_on(turn, run.id);
  return true;
}

void client_left(const Turn& turn, std::uint64_t client) {
  for (auto& [id, run] : turn.state.runs)
    if (run.client == client) run.client = 0;
  for (auto& [id, flight] : turn.state.flights)
    if (flight.client == client) flight.client = 0;
}

}  // namespace balm::master::operator_runs
