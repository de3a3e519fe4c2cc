#include "master/healer.h"

#include <algorithm>

#include "common/duration_text.h"
#include "common/invariant.h"
#include "master/escalation.h"
#include "master/guard/guard_chain.h"
#include "master/incidents.h"
#include "master/journal.h"
#include "master/rung.h"

namespace balm::master::healer {
namespace {

constexpr Duration kAskAgain = 10s;  // for refusals of the host that time alone may lift

// After so long a person is told of what Balm waits for in vain; nothing when people know, or time ends it.
std::optional<Duration> patience_with(Reason reason) {
  switch (reason) {
    case Reason::StateUnknown:
    case Reason::HostAway:
    case Reason::ClockWrong:
      return 10min;
    case Reason::TooManyAtOnce:
      return 1h;
    case Reason::OutcomeUnknown:
      return Duration::zero();
    default:
      return std::nullopt;
  }
}

Facts facts_of(const Turn& turn) {
  const State& state = turn.state;
  return {turn.now,       state.freeze,     state.maintenance, state.fleet,
          state.attempts, state.storage_ok, state.settled,     state.started + state.settings.settle};
}

void close_over(const Turn& turn, IncidentId id, IncidentOutcome outcome, const std::string& text) {
  escalation::over(turn, turn.state.incidents.at(id), text);
  incidents::close(turn, id, outcome, text);
}

struct Obstacle {
  std::string_view reason;  // a word of a closed list
  std::string text;         // the same for people
  std::optional<Instant> until;
};

void wait(const Turn& turn, OpenIncident& incident, const Obstacle& obstacle) {
  const bool news = incident.row.phase != Phase::Waiting || incident.row.waiting_reason != obstacle.reason;
  incident.row.phase = Phase::Waiting;
  incident.row.waiting_reason = obstacle.reason;
  incident.row.waiting_text = obstacle.text;
  incident.row.waiting_until =
      obstacle.until ? turn.now.wall + (*obstacle.until - turn.now.instant) : WallTime{};
  incident.ask_again = obstacle.until;
  if (news) incidents::save(turn, incident);
}

void no_longer_waits(OpenIncident& incident) {
  incident.row.waiting_reason.clear();
  incident.row.waiting_text.clear();
  incident.row.waiting_until = {};
  incident.ask_again.reset();
  incident.stuck_since.reset();
}

// It goes on by itself when what holds it up is over, whether or not people were called meanwhile.
void deferred(const Turn& turn, OpenIncident& incident, const Review& review) {
  const Verdict& verdict = review.verdict;
  const bool news = incident.row.waiting_reason != to_text(verdict.reason);
  if (news) journal::guards(turn, incident.row, review);
  std::string text(sentence(verdict.reason));
  if (!verdict.counter.empty()) text += " (" + verdict.counter + ")";
  wait(turn, incident, {to_text(verdict.reason), text, verdict.ask_again});
  const auto patience = patience_with(verdict.reason);
  if (!patience) return incident.stuck_since.reset();
  if (!incident.stuck_since) incident.stuck_since = turn.now.instant;
  const Instant call_at = *incident.stuck_since + *patience;
  if (turn.now.instant >= call_at) {
    escalation::call(turn, incident, std::string(to_text(verdict.reason)), text);
    incident.held = true;
    incident.ask_again = verdict.ask_again;
  } else if (!incident.ask_again || *incident.ask_again > call_at) {
    incident.ask_again = call_at;
  }
}

// There is nothing to climb: a person is called, unless people are at work on the host anyway.
void hand_over(const Turn& turn, OpenIncident& incident, const std::string& reason, const std::string& text) {
  const auto maintenance = turn.state.maintenance.find(incident.row.host);
  if (maintenance == turn.state.maintenance.end() || maintenance->second.until <= turn.now.wall)
    return escalation::call(turn, incident, reason, text);
  const std::string_view why = to_text(Reason::InMaintenance);
  if (incident.row.waiting_reason != why)
    journal::note(turn, incident.row.id, "guard", "nobody is called during maintenance: " + text);
  wait(turn, incident,
       {why, std::string(sentence(Reason::InMaintenance)),
        turn.now.instant + (maintenance->second.until - turn.now.wall)});
}

// Mode observe: what would have been done is kept like an attempt, and nothing is done.
void observe(const Turn& turn, OpenIncident& incident, const Review& review) {
  AttemptRow row;
  row.id = {incident.row.id, ++incident.row.attempts};
  row.rule = incident.row.rule;
  row.revision = incident.row.revision;
  row.host = incident.row.host;
  row.state = incident.rule->ladder[incident.row.rung].run;
  row.rung = incident.row.rung;
  row.rungs = incident.row.rungs;
  row.phase = AttemptPhase::Ended;
  row.outcome = AttemptOutcome::Observed;
  row.reason = std::string(to_text(review.verdict.reason));
  row.comment = "would have run " + row.state.text;
  row.started = row.ended = turn.now.wall;
  row.by = "rule";
  incident.row.phase = Phase::Observed;
  no_longer_waits(incident);
  incidents::save(turn, incident);
  turn.push(StoreAttempt{row});
  journal::attempt(turn, row, "observed", row.comment);
}

void refused(const Turn& turn, IncidentId id, const Review& review) {
  OpenIncident& incident = turn.state.incidents.at(id);
  journal::guards(turn, incident.row, review);
  if (review.verdict.reason == Reason::NotBadAnyMore)
    return close_over(turn, id, IncidentOutcome::Recovered, "the check is ok again");
  if (review.verdict.reason == Reason::ObserveOnly) return observe(turn, incident, review);
  std::string text(sentence(review.verdict.reason));
  if (!review.verdict.counter.empty()) text += " (" + review.verdict.counter + ")";
  escalation::call(turn, incident, std::string(to_text(review.verdict.reason)), text);
}

void climb(const Turn& turn, OpenIncident& incident, const Review& review) {
  const Rung& next = incident.rule->ladder[incident.row.rung];
  Result<Value> scope = rung::scope_of(turn, incident, next);
  if (!scope)
    return escalation::call(turn, incident, "bad_parameters", next.run.text + ": " + scope.error().message);
  journal::guards(turn, incident.row, review);
  dispatch::Order order;
  order.id = {incident.row.id, ++incident.row.attempts};
  order.rule = incident.row.rule;
  order.revision = incident.row.revision;
  order.host = incident.row.host;
  order.state = next.run;
  order.rung = incident.row.rung;
  order.rungs = incident.row.rungs;
  order.trigger = incident.row.check;
  order.scope = std::move(scope).value();
  order.timeout = next.timeout;
  order.by = "rule";
  incident.row.phase = Phase::Trying;
  no_longer_waits(incident);
  incidents::save(turn, incident);
  dispatch::start(turn, *incident.config, std::move(order));
}

// Steps over rungs whose `if` says no. False when the ladder is used up.
bool find_rung(const Turn& turn, OpenIncident& incident) {
  while (incident.row.rung < incident.rule->ladder.size()) {
    const Rung& next = incident.rule->ladder[incident.row.rung];
    const rung::Applies applies = rung::applies(turn, incident, next);
    if (applies.yes) return true;
    journal::note(turn, incident.row.id, "skip",
                  "rung " + std::to_string(incident.row.rung + 1) + " " + next.run.text + ": " + applies.why);
    ++incident.row.rung;
  }
  return false;
}

void next_rung(const Turn& turn, OpenIncident& incident) {
  ++incident.row.rung;
  incident.row.phase = Phase::Deciding;
  consider(turn, incident.row.id);
}

// The host itself declined to start. The rung is not used up: nothing was done.
void declined(const Turn& turn, OpenIncident& incident, const dispatch::End& end) {
  ++incident.row.declined;
  switch (end.status.refusal) {
    case Refusal::AlreadyOk:
      verification::start(turn, incident, rung::verify_of(*incident.rule, incident.row.rung), false);
      return incidents::save(turn, incident);
    case Refusal::BadState:
    case Refusal::NotAllowed: {
      incident.last = rung::last_of(end);
      return next_rung(turn, incident);
    }
    default:
      break;
  }
  incident.rest_until = turn.now.instant + kAskAgain;
  wait(turn, incident,
       {to_text(end.status.refusal), std::string(sentence(end.status.refusal)), incident.rest_until});
}

void unknown_end(const Turn& turn, OpenIncident& incident, const dispatch::End& end) {
  escalation::call(turn, incident, "outcome_unknown",
                   "attempt #" + to_text(end.row.id) + " on " + end.row.host.text + ": " + end.row.comment);
}

}  // namespace

void consider(const Turn& turn, IncidentId id) {
  OpenIncident& incident = turn.state.incidents.at(id);
  incident.held = false;
  if (incident.rule == nullptr)
    return hand_over(turn, incident, "rule_gone",
                     "the rule " + incident.row.rule.text + " does not exist any more");
  if (incident.rule->ladder.empty())
    return hand_over(turn, incident, "no_remedy", "the rule has no remedy to try");
  if (!find_rung(turn, incident))
    return hand_over(turn, incident, "ladder_used_up", "no rung of the ladder is left");
  const Review verdict = review({incident.row, *incident.rule}, facts_of(turn));
  switch (verdict.verdict.kind) {
    case Verdict::Kind::Allow:
      return climb(turn, incident, verdict);
    case Verdict::Kind::Defer:
      return deferred(turn, incident, verdict);
    case Verdict::Kind::Refuse:
      return refused(turn, id, verdict);
  }
}

void reconsider(const Turn& turn, const HostName* host) {
  const auto hopes = [&](const OpenIncident& incident) {
    if (turn.now.instant < incident.rest_until) return false;
    return incident.row.phase == Phase::Waiting ||
           (incident.held && !turn.state.attempts.open_on(incident.row.host));
  };
  std::vector<IncidentId> ids;
  for (const auto& [id, incident] : turn.state.incidents)
    if ((host == nullptr || incident.row.host == *host) && hopes(incident)) ids.push_back(id);
  for (const IncidentId id : ids) consider(turn, id);
}

void heard_of(const Turn& turn, const Subject& subject) {
  for (const IncidentId id : incidents::about(turn.state, subject)) {
    const auto place = turn.state.incidents.find(id);
    if (place == turn.state.incidents.end()) continue;  // one before it made it be considered, and closed
    const OpenIncident& incident = place->second;
    const bool waits = incident.row.phase == Phase::Waiting || incident.held;
    if (waits && incident.row.waiting_reason == to_text(Reason::StateUnknown)) consider(turn, id);
  }
}

void attempt_ended(const Turn& turn, const dispatch::End& end) {
  const auto place = turn.state.incidents.find(end.row.id.incident);
  if (place != turn.state.incidents.end()) {
    OpenIncident& incident = place->second;
    if (end.row.outcome == AttemptOutcome::Unknown) return unknown_end(turn, incident, end);
    const bool ours = incident.row.phase == Phase::Trying || incident.row.waiting_reason == "outcome_unknown";
    if (ours && incident.rule != nullptr) {
      incident.last = rung::last_of(end);
      if (end.status.phase == TaskPhase::Refused) {
        declined(turn, incident, end);
      } else {
        const bool failed = end.row.outcome != AttemptOutcome::Succeeded;
        verification::start(turn, incident, rung::verify_of(*incident.rule, incident.row.rung), failed);
        incidents::save(turn, incident);
      }
    }
  }
  reconsider(turn);  // the host lock and a place in its group are free again
}

void verified(const Turn& turn, const verification::Answer& answer) {
  OpenIncident& incident = turn.state.incidents.at(answer.incident);
  journal::note(turn, answer.incident, answer.yes ? "verify" : "verify_no", answer.text);
  if (answer.yes) {
    const bool acted = rung::mark_healed(turn, incident);
    close_over(turn, answer.incident, acted ? IncidentOutcome::Healed : IncidentOutcome::Recovered,
               answer.text);
  } else {
    next_rung(turn, incident);
  }
  reconsider(turn);  // the host's place among those under repair may be free
}

void cleared(const Turn& turn, IncidentId id, const std::string& text) {
  OpenIncident& incident = turn.state.incidents.at(id);
  incident.row.status = Status::Ok;
  switch (incident.row.phase) {
    case Phase::Trying:     // verify follows anyway
    case Phase::Verifying:  // it is just being proven
      return;
    case Phase::Observed:
      return close_over(turn, id, IncidentOutcome::Observed, text);
    default:
      return close_over(turn, id, IncidentOutcome::Recovered, text);
  }
}

void tick(const Turn& turn) {
  std::vector<IncidentId> due;
  for (const auto& [id, incident] : turn.state.incidents) {
    const bool again = incident.ask_again && turn.now.instant >= *incident.ask_again;
    if (again || incident.verifying) due.push_back(id);
  }
  for (const IncidentId id : due) {
    const auto place = turn.state.incidents.find(id);
    if (place == turn.state.incidents.end()) continue;  // one before it made it be considered, and closed
    OpenIncident& incident = place->second;
    if (incident.verifying) {
      if (const auto answer = verification::tick(turn, incident)) verified(turn, *answer);
    } else {
      incident.ask_again.reset();
      consider(turn, id);
    }
  }
}

std::optional<Instant> next_deadline(const State& state) {
  std::optional<Instant> next;
  const auto take = [&](Instant at) {
    if (!next || at < *next) next = at;
  };
  for (const auto& [id, incident] : state.incidents) {
    if (incident.ask_again) take(*incident.ask_again);
    if (!incident.verifying) continue;
    take(incident.verifying->until);
    if (incident.verifying->request == 0) take(incident.verifying->next);
  }
  return next;
}

}  // namespace balm::master::healer
