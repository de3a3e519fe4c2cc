#include "master/dispatch.h"

#include "common/invariant.h"
#include "common/limits.h"
#include "common/state_hash.h"
#include "common/value_json.h"
#include "common/wire.h"
#include "master/journal.h"

namespace balm::master::dispatch {
namespace {

constexpr Duration kAskEvery = 5s;  // STATUS? when nothing was heard for so long
constexpr Duration kGrace = 30s;    // beyond ttl and timeout before an outcome counts as unknown
constexpr Duration kTtl = 60s;      // dispatch to start, on the host's own boot clock

Task task_of(const Turn& turn, const Configuration& config, const Order& order, const Host& host) {
  Task task;
  task.attempt = order.id;
  task.cluster = turn.state.settings.cluster;
  task.epoch = turn.state.settings.epoch;
  task.fence = host.row.fence;
  task.boot = host.boot;
  task.stamp = host.stamp;
  task.ttl_ms = std::chrono::duration_cast<std::chrono::milliseconds>(kTtl).count();
  task.state = order.state;
  task.files = config.files_of(order.state);
  task.state_hash = state_files_hash(task.files);
  task.trigger = order.trigger;
  task.scope = order.scope;
  task.timeout_ms = std::chrono::duration_cast<std::chrono::milliseconds>(order.timeout).count();
  task.test = order.test;
  task.by = order.by;
  return task;
}

// The task as it is stored: the files are named by their hash and kept with the configuration.
std::string stored_text(Task task) {
  task.files.clear();
  return to_json(wire::to_value(task));
}

AttemptRow row_of(const Turn& turn, const Order& order, const Task& task) {
  AttemptRow row;
  row.id = order.id;
  row.rule = order.rule;
  row.revision = order.revision;
  row.host = order.host;
  row.state = order.state;
  row.state_hash = task.state_hash;
  row.rung = order.rung;
  row.rungs = order.rungs;
  row.test = order.test;
  row.epoch = task.epoch;
  row.fence = task.fence;
  row.started = turn.now.wall;
  row.by = order.by;
  row.task = stored_text(task);
  return row;
}

AttemptOutcome outcome_of(const TaskStatus& status) {
  if (status.phase == TaskPhase::Refused)
    return status.refusal == Refusal::Expired || status.refusal == Refusal::UnknownStamp
               ? AttemptOutcome::Expired
               : AttemptOutcome::Refused;
  switch (status.outcome) {
    case TaskOutcome::Succeeded:
      return AttemptOutcome::Succeeded;
    case TaskOutcome::Failed:
      return AttemptOutcome::Failed;
    case TaskOutcome::TimedOut:
      return AttemptOutcome::TimedOut;
    case TaskOutcome::Cancelled:
      return AttemptOutcome::Cancelled;
    case TaskOutcome::Abandoned:
      return AttemptOutcome::Abandoned;
    case TaskOutcome::None:
      return AttemptOutcome::Unknown;
  }
  return AttemptOutcome::Unknown;
}

void close_row(const Turn& turn, AttemptRow& row, const TaskStatus& status) {
  row.phase = AttemptPhase::Ended;
  row.outcome = outcome_of(status);
  row.reason = status.phase == TaskPhase::Refused ? std::string(to_text(status.refusal))
                                                  : std::string(to_text(status.outcome));
  row.comment = status.comment.empty() && status.phase == TaskPhase::Refused
                    ? std::string(sentence(status.refusal))
                    : status.comment;
  row.ended = turn.now.wall;
  row.took_us = status.took_us;
  row.steps = to_json(status.steps);
}

// An attempt we no longer follow (ended before, or from before a restore): what comes late is kept as an
// amendment. Nobody checks any more whose attempt it was, so the line says who spoke.
void late_word(const Turn& turn, const HostName& from, const TaskStatus& status) {
  if (status.phase == TaskPhase::Done)
    journal::note(turn, status.attempt.incident, "late",
                  "late word of " + from.text + " about attempt #" + to_text(status.attempt) + ": " +
                      std::string(to_text(status.outcome)) + " " + status.comment);
}

End end_flight(const Turn& turn, std::map<AttemptId, Flight>::iterator place, TaskStatus status) {
  End end{std::move(place->second.row), std::move(status), place->second.client, place->second.request};
  turn.state.flights.erase(place);
  turn.push(StoreAttempt{end.row});
  journal::attempt(turn, end.row, "result", end.row.comment);
  return end;
}

// Nobody can say how it ended. It keeps the host, and is asked about more slowly.
End lose(const Turn& turn, Flight& flight, std::string reason, std::string comment) {
  flight.row.outcome = AttemptOutcome::Unknown;
  flight.row.reason = std::move(reason);
  flight.row.comment = std::move(comment);
  flight.next_query = turn.now.instant + kAskEvery;
  turn.state.attempts.lost_track(flight.row.id);
  turn.push(StoreAttempt{flight.row});
  journal::attempt(turn, flight.row, "result", flight.row.comment);
  TaskStatus status;
  status.attempt = flight.row.id;
  return {flight.row, status, flight.client, flight.request};
}

// People have said since it was sent that nothing is to be done there.
bool hands_off(const Turn& turn, const Flight& flight) {
  if (flight.row.test) return false;
  if (turn.state.freeze.frozen) return true;
  const auto maintenance = turn.state.maintenance.find(flight.row.host);
  return flight.row.by == "rule" && maintenance != turn.state.maintenance.end() &&
         maintenance->second.until > turn.now.wall;
}

// Within the ttl the host may still get it, late or by sending the same again: the fence is not used up yet.
// Each of many late answers is no reason for another copy.
bool may_still_arrive(const Turn& turn, Flight& flight) {
  const bool fresh = turn.now.instant - flight.sent < kTtl;
  if (!fresh || flight.row.phase != AttemptPhase::Dispatched) return false;
  const bool soon = turn.now.instant < flight.send_again;
  if (soon || flight.task.files.empty() || hands_off(turn, flight)) return true;
  flight.send_again = flight.next_query = turn.now.instant + kAskEvery;
  turn.push(SendToHost{flight.row.host, Dispatch{flight.task}});
  return true;
}

// The host knows no such attempt. Either it never got there, or the host had it and has lost its journal:
// then nobody can say how far it came, and it must not count as "never ran".
std::optional<End> unknown_to_host(const Turn& turn, std::map<AttemptId, Flight>::iterator place) {
  Flight& flight = place->second;
  if (may_still_arrive(turn, flight)) return std::nullopt;
  TaskStatus status;
  status.attempt = flight.row.id;
  if (flight.row.phase == AttemptPhase::Dispatched) {
    status.phase = TaskPhase::Refused;
    status.refusal = Refusal::Expired;
    status.comment = "the agent never received it";
    turn.state.attempts.never_ran(flight.row.id);
  } else {
    status.phase = TaskPhase::Done;
    status.outcome = TaskOutcome::Abandoned;
    status.comment = "the host had it and knows nothing of it any more; how far it came is unknown";
    turn.state.attempts.ended(flight.row.id, turn.now.instant);
  }
  close_row(turn, flight.row, status);
  return end_flight(turn, place, status);
}

void is_running(const Turn& turn, Flight& flight) {
  flight.next_query = turn.now.instant + kAskEvery;
  if (flight.row.phase >= AttemptPhase::Running) return;
  flight.row.phase = AttemptPhase::Running;
  turn.push(StoreAttempt{flight.row});
}

}  // namespace

void start(const Turn& turn, const Configuration& config, Order order) {
  Host* host = turn.state.fleet.find(order.host);
  BALM_ASSERT(host != nullptr && host->present);
  BALM_ASSERT(!turn.state.attempts.open_on(order.host));
  ++host->row.fence;
  Flight flight;
  flight.task = task_of(turn, config, order, *host);
  flight.row = row_of(turn, order, flight.task);
  flight.sent = turn.now.instant;
  flight.next_query = turn.now.instant + kAskEvery;
  flight.deadline = turn.now.instant + kTtl + order.timeout + kGrace;
  flight.client = order.client;
  flight.request = order.request;
  turn.push(StoreHost{host->row});
  turn.push(StoreAttempt{flight.row});
  journal::attempt(turn, flight.row, "try", order.state.text);
  turn.push(SendToHost{order.host, Dispatch{flight.task}});
  turn.state.attempts.started(order.id, order.rule, order.host, turn.now.instant);
  turn.state.flights.emplace(order.id, std::move(flight));
}

std::optional<End> report(const Turn& turn, const HostName& from, const TaskStatus& status) {
  const bool terminal = status.phase == TaskPhase::Refused || status.phase == TaskPhase::Done;
  const auto place = turn.state.flights.find(status.attempt);
  if (place == turn.state.flights.end()) {
    late_word(turn, from, status);
    if (terminal) turn.push(SendToHost{from, ResultAck{status.attempt}});
    return std::nullopt;
  }
  if (place->second.row.host != from) {  // a result counts only from the host the attempt was sent to
    journal::note(turn, status.attempt.incident, "security",
                  from.text + " reported on attempt #" + to_text(status.attempt) + " of " +
                      place->second.row.host.text + "; ignored");
    return std::nullopt;
  }
  if (status.phase == TaskPhase::Refused && status.refusal == Refusal::UnknownAttempt)
    return unknown_to_host(turn, place);
  if (!terminal) {
    is_running(turn, place->second);
    return std::nullopt;
  }
  close_row(turn, place->second.row, status);
  if (status.phase == TaskPhase::Refused) turn.state.attempts.never_ran(status.attempt);
  turn.state.attempts.ended(status.attempt, turn.now.instant);
  End end = end_flight(turn, place, status);
  turn.push(SendToHost{from, ResultAck{status.attempt}});
  return end;
}

void reconcile(const Turn& turn, const HostName& host) {
  for (auto& [id, flight] : turn.state.flights) {
    if (flight.row.host != host) continue;
    flight.next_query = turn.now.instant + kAskEvery;
    turn.push(SendToHost{host, StatusQuery{id}});
  }
}

std::vector<End> tick(const Turn& turn) {
  std::vector<End> ends;
  for (auto& [id, flight] : turn.state.flights) {
    if (flight.row.outcome == AttemptOutcome::Unknown) {  // told already; go on asking slowly
      if (turn.now.instant < flight.next_query) continue;
      flight.next_query = turn.now.instant + 12 * kAskEvery;
      turn.push(SendToHost{flight.row.host, StatusQuery{id}});
      continue;
    }
    if (turn.now.instant >= flight.deadline) {
      ends.push_back(lose(turn, flight, "no_word",
                          "no word from the host after its deadline; the outcome is unknown and the host "
                          "stays locked"));
      continue;
    }
    if (turn.now.instant < flight.next_query) continue;
    flight.next_query = turn.now.instant + kAskEvery;
    turn.push(SendToHost{flight.row.host, StatusQuery{id}});
  }
  return ends;
}

std::optional<Instant> next_deadline(const State& state) {
  std::optional<Instant> next;
  for (const auto& [id, flight] : state.flights) {
    const bool known = flight.row.outcome != AttemptOutcome::Unknown;
    const Instant at = known && flight.deadline < flight.next_query ? flight.deadline : flight.next_query;
    if (!next || at < *next) next = at;
  }
  return next;
}

std::optional<End> give_up(const Turn& turn, AttemptId id, std::string reason) {
  const auto place = turn.state.flights.find(id);
  if (place == turn.state.flights.end()) return std::nullopt;
  TaskStatus status;
  status.attempt = id;
  status.phase = TaskPhase::Done;
  close_row(turn, place->second.row, status);
  place->second.row.comment = std::move(reason);
  turn.state.attempts.ended(id, turn.now.instant);
  turn.push(SendToHost{place->second.row.host, Cancel{id}});
  return end_flight(turn, place, status);
}

}  // namespace balm::master::dispatch
