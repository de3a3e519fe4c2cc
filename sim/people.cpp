// The part of the mischief that people and liars do: orders of operators, edits of rules, agents that say
// what is not theirs to say.
#include <algorithm>

#include "sim/mischief.h"

namespace balm::sim {
namespace {

std::int64_t whole(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

}  // namespace

void Mischief::freeze_healing(const Fault& fault) {
  master_.ask("freeze", Value::map({{"reason", "sim"}}), {});
  stage_.time.after(fault.length, [this] { master_.ask("thaw", Value(ValueMap{}), {}); });
}

void Mischief::maintenance(const Fault& fault) {
  const HostName name = host(fault).name();
  OperatorAsked seen;
  seen.host = name;
  seen.until = WallTime::from_ms((master_.machine().now().wall + 2 * fault.length).ms());
  const Value args = Value::map({{"selector", name.text}, {"until_ms", seen.until.ms()}, {"reason", "sim"}});
  master_.ask("maintenance.on", args, seen);
  if (fault.draw % 2 == 0) return;  // ends by itself
  stage_.time.after(fault.length, [this, seen, name] {
    master_.ask("maintenance.off", Value::map({{"selector", name.text}}), seen);
  });
}

// The newest incident that is open, or one of the last few that are not.
void Mischief::about_incident(const Fault& fault, const std::string& verb, ValueMap args) {
  const master::State* state = master_.state();
  if (state == nullptr || state->last_incident == 0) return;
  std::uint64_t id = 1 + fault.draw % state->last_incident;
  if (!state->incidents.empty() && fault.draw % 8 != 0) {
    const auto which = (fault.draw >> 8) % state->incidents.size();
    id = std::next(state->incidents.begin(), whole(which))->first.number;
  }
  args.insert_or_assign(Value("id"), Value(whole(id)));
  OperatorAsked seen;
  seen.until = WallTime::from_ms(whole(id));
  master_.ask(verb, Value(std::move(args)), seen);
}

void Mischief::ack(const Fault& fault) {
  about_incident(fault, "incidents.ack", {});
}
void Mischief::retry(const Fault& fault) {
  about_incident(fault, "incidents.retry", {});
}
// A person answers for a host whose attempt has an end that nobody knows: it is given up and the ladder begun
// again.
void Mischief::override_unknown(const Fault&) {
  const master::State* state = master_.state();
  if (state == nullptr) return;
  const auto lost = [](const auto& one) { return one.second.row.outcome == master::AttemptOutcome::Unknown; };
  const auto flight = std::find_if(state->flights.begin(), state->flights.end(), lost);
  if (flight == state->flights.end()) return;
  const auto there = [&](const auto& one) { return one.second.row.host == flight->second.row.host; };
  const auto incident = std::find_if(state->incidents.begin(), state->incidents.end(), there);
  if (incident == state->incidents.end()) return;
  const Value id = Value::map({{"id", whole(incident->first.number)}});
  master_.ask("incidents.retry", id, {});
}
void Mischief::close(const Fault& fault) {
  about_incident(fault, "incidents.close", {{Value("reason"), Value("sim")}});
}

void Mischief::run_state(const Fault& fault) {
  const std::string selector = fault.draw % 4 == 0   ? "role=nobody"
                               : fault.draw % 4 == 1 ? "role=web"
                                                     : host(fault).name().text;
  const Value args =
      Value::map({{"state", "svc.restart"}, {"selector", selector}, {"test", fault.draw % 3 == 0}});
  master_.ask("states.run", args, {});
}

void Mischief::send_event(const Fault& fault) {
  const Value args = Value::map({{"type", "operator.deploy"},
                                 {"host", fault.draw % 2 == 0 ? host(fault).name().text : ""},
                                 {"status", fault.draw % 3 == 0 ? "ok" : "critical"},
                                 {"output", "sim"}});
  master_.ask("events.send", args, {});
}

void Mischief::run_check(const Fault& fault) {
  const Value args = Value::map({{"selector", host(fault).name().text}, {"check", "web"}});
  master_.ask("checks.run", args, {});
}

void Mischief::reload(const Fault& fault) {
  master_.reload(fault.draw % 3);
}
void Mischief::broken_rules(const Fault&) {
  master_.break_configuration();
}

void Mischief::pages_fail(const Fault& fault) {
  master_.pages_fail = 0.8;
  stage_.time.after(fault.length, [this] { master_.pages_fail = 0; });
}

// An agent with a valid key speaks of what is another's: its attempts, its spool, its host.
void Mischief::lie(const Fault& fault) {
  HostNode& liar = host(fault);
  HostNode& victim = *hosts_[(fault.host + 1) % hosts_.size()];
  const master::State* state = master_.state();
  if (state == nullptr || &victim == &liar) return;
  if (fault.draw % 2 == 0) {
    Event event;
    event.seq = 1 + (fault.draw >> 8) % 20;
    event.type = "check.web";
    event.check = CheckName{"web"};
    event.host = victim.name();
    event.status = Status::Critical;
    event.output = "a lie";
    return liar.agent().forge(EventBatch{victim.agent().spool().id(), {event}});
  }
  for (const auto& [id, flight] : state->flights) {
    if (flight.row.host == liar.name()) continue;
    TaskStatus status;
    status.attempt = id;
    status.phase = TaskPhase::Done;
    status.outcome = TaskOutcome::Succeeded;
    return liar.agent().forge(TaskReport{status});
  }
}

}  // namespace balm::sim
