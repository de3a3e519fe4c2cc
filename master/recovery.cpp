#include "master/recovery.h"

#include <algorithm>

#include "common/value_json.h"
#include "common/wire.h"
#include "master/incidents.h"

namespace balm::master {
namespace {

constexpr unsigned kRequestBits = 32;  // for the questions of one master's life

// Stored times are wall times; limits count on the boot clock. A clock that was set back makes an old attempt
// look new, never the other way round.
Instant instant_of(WallTime at, Now now) {
  const Duration ago = std::max<Duration>(now.wall - at, 0s);
  return now.instant - ago;
}

void recover_hosts(State& state, const Recovered& recovered, Now now) {
  for (const KeyRow& key : recovered.keys) {
    if (key.role == KeyRole::Agent && key.state == KeyState::Accepted)
      state.fleet.admit(HostName{key.name}, now.instant);
  }
  for (const HostRow& row : recovered.hosts) {
    Host* host = state.fleet.find(row.host);
    if (host != nullptr) host->row = row;  // hosts without an accepted key are history
  }
}

bool never_ran(const AttemptRow& row) {
  return row.phase == AttemptPhase::Ended &&
         (row.outcome == AttemptOutcome::Refused || row.outcome == AttemptOutcome::Expired ||
          row.outcome == AttemptOutcome::Observed);
}

void recover_attempt(State& state, const AttemptRow& row, Now now) {
  if (never_ran(row)) return;
  state.attempts.started(row.id, row.rule, row.host, instant_of(row.started, now));
  if (row.phase == AttemptPhase::Ended) return state.attempts.ended(row.id, instant_of(row.ended, now));
  if (row.outcome == AttemptOutcome::Unknown) state.attempts.lost_track(row.id);
  Flight flight;
  flight.row = row;
  flight.task.attempt = row.id;
  const Result<Value> stored = value_from_json(row.task);
  const std::int64_t timeout_ms = stored.ok() ? (*stored)["timeout_ms"].int_or(120'000) : 120'000;
  flight.sent = now.instant;
  flight.next_query = now.instant;
  flight.deadline = now.instant + std::chrono::milliseconds(timeout_ms) + 90s;
  state.flights.emplace(row.id, std::move(flight));
}

// Verifying cannot be resumed: the answers on their way are lost. It begins again as a decision: still bad or
// not?
Phase resumed(const State& state, const IncidentRow& row) {
  const AttemptId newest{row.id, row.attempts};
  if (row.phase == Phase::Trying && state.flights.contains(newest)) return Phase::Trying;
  if (row.phase == Phase::NeedsYou || row.phase == Phase::Observed) return row.phase;
  return Phase::Waiting;
}

void recover_incident(State& state, const Recovered& recovered, const IncidentRow& row, Now now) {
  OpenIncident incident;
  incident.row = row;
  const auto bound = recovered.configurations.find(row.revision);
  incident.config = bound == recovered.configurations.end() ? state.config : bound->second;
  incident.rule = incident.config->find_rule(row.rule);
  const auto event = recovered.opening_events.find(row.id);
  if (event != recovered.opening_events.end()) incident.event = wire::to_value(event->second);
  if (Result<Value> vars = value_from_json(row.vars); vars.ok()) incident.vars = std::move(vars).value();
  incident.row.phase = resumed(state, row);
  if (incident.row.phase == Phase::NeedsYou) incident.told = row.waiting_reason;
  if (incident.row.phase == Phase::Waiting) {
    // A rung that ran before the crash is not climbed a second time when the check is still bad.
    const bool ran = row.phase == Phase::Verifying || (row.phase == Phase::Trying);
    if (ran) ++incident.row.rung;
    incident.row.waiting_reason = "settling";
    incident.row.waiting_text = "the master was restarted";
    incident.ask_again = now.instant;
  }
  incident.called = recovered.called.contains(row.id);
  incidents::remember(state, std::move(incident));
}

}  // namespace

void recover(State& state, Recovered recovered, Now now) {
  state.started = now.instant;
  state.freeze = recovered.freeze;
  state.last_event = recovered.last_event;
  state.last_incident = recovered.last_incident;
  state.last_notification = recovered.last_notification;
  // What an earlier master asked may still be answered: its numbers are not used again.
  state.last_request = state.settings.epoch << kRequestBits;
  for (const KeyRow& key : recovered.keys) state.keys.restore(key);
  recover_hosts(state, recovered, now);
  for (const SpoolRow& spool : recovered.spools) state.spools[spool.spool] = spool;
  for (const MaintenanceRow& row : recovered.maintenance) state.maintenance[row.host] = row;
  for (const AttemptRow& row : recovered.attempts) recover_attempt(state, row, now);
  for (const IncidentRow& row : recovered.incidents) recover_incident(state, recovered, row, now);
  for (NotificationRow& row : recovered.notifications) {
    state.notify_again[row.id] = now.instant;
    state.notifications.emplace(row.id, std::move(row));
  }
}

}  // namespace balm::master
