#include "master/intake.h"

#include "common/event_digest.h"
#include "common/limits.h"
#include "common/value_json.h"
#include "master/healer.h"
#include "master/incidents.h"
#include "master/journal.h"
#include "master/reactor.h"

namespace balm::master::intake {
namespace {

// Neighbouring events that no rule wanted share one journal line, so that a storm of them costs one row a
// batch.
class Unwanted {
 public:
  explicit Unwanted(const Turn& turn) : turn_(turn) {}
  Unwanted(const Unwanted&) = delete;
  Unwanted& operator=(const Unwanted&) = delete;
  ~Unwanted() { flush(); }

  void add(EventId event) {
    if (!first_) first_ = event;
    last_ = event;
  }

  void flush() {
    if (!first_) return;
    JournalRow row;
    row.at = turn_.now.wall;
    row.kind = "match";
    row.event = first_;
    row.verdict = "none";
    row.reason = "no_rule";
    row.text = "no rule wanted it";
    if (last_ != first_)
      row.detail = to_json(Value::map({{"upto", static_cast<std::int64_t>(last_.number)}}));
    turn_.push(StoreJournal{std::move(row)});
    first_ = {};
  }

 private:
  const Turn& turn_;
  EventId first_;
  EventId last_;
};

void clear_by(const Turn& turn, const Event& event, const Surroundings& around, Unwanted& unwanted) {
  const std::vector<IncidentId> ids = incidents::concerned(turn.state, event, around);
  if (ids.empty()) return unwanted.add(event.id);
  unwanted.flush();
  for (const IncidentId id : ids) {
    JournalRow row;
    row.at = turn.now.wall;
    row.kind = "match";
    row.event = event.id;
    row.incident = id;
    row.rule = turn.state.incidents.at(id).row.rule.text;
    row.verdict = "clear";
    row.reason = "ok";
    row.text = event.output;
    turn.push(StoreJournal{std::move(row)});
    healer::cleared(turn, id, event.type + " is ok: " + event.output);
  }
}

// Unknown opens something only where the rule asks for it in its `if`: no act on ignorance.
bool may_open(const Event& event, const Finding& finding) {
  return event.status != Status::Unknown || !finding.rule->condition.empty();
}

void match(const Turn& turn, const Event& event, Unwanted& unwanted) {
  const Surroundings around{turn.state.fleet, turn.now.wall, turn.state.zones};
  const ConfigurationPtr config = turn.state.config;  // keeps the findings' rules alive
  if (event.status == Status::Ok) return clear_by(turn, event, around, unwanted);
  const std::vector<Finding> findings = react(*config, event, around);
  bool wanted = false;
  for (const Finding& finding : findings) {
    const bool opens = finding.wanted == Wanted::Yes && may_open(event, finding);
    if (!opens && finding.wanted != Wanted::Error) continue;
    if (!wanted) unwanted.flush();
    wanted = true;
    if (finding.wanted == Wanted::Error) {
      journal::finding(turn, event, finding, {"error", {}});
    } else if (OpenIncident* known = incidents::with_key(turn.state, finding.key)) {
      incidents::join(turn, *known, event);
    } else if (const OpenIncident* fresh = incidents::open(turn, event, finding)) {
      healer::consider(turn, fresh->row.id);
    }
  }
  if (!wanted) unwanted.add(event.id);
  if (!event.check.empty()) healer::heard_of(turn, {event.host, event.check, event.instance});
}

// An agent may speak only about its own checks and itself.
bool allowed_type(const Event& event) {
  if (event.type.starts_with("check.")) return event.type == "check." + event.check.text;
  return event.type.starts_with("agent.");
}

void remember_standing(Host& host, const Event& event) {
  if (event.check.empty()) return;
  const bool known = host.checks.contains({event.check, event.instance});
  if (!known && host.checks.size() >= limits::kStandingsPerMessageMax) return;
  CheckStanding& standing = host.checks[{event.check, event.instance}];
  standing.check = event.check;
  standing.instance = event.instance;
  if (standing.status != event.status || !standing.known) standing.since = event.at;
  standing.status = event.status;
  standing.known = true;
  standing.generation = event.generation;
  standing.latest.check = event.check;
  standing.latest.instance = event.instance;
  standing.latest.status = event.status;
  standing.latest.output = event.output;
  standing.latest.metrics = event.metrics;
  standing.latest.at = event.at;
}

void keep(const Turn& turn, Event event, Unwanted& unwanted) {
  event.id = EventId{++turn.state.last_event};
  event.received = turn.now.wall;
  // Its row comes before all that follows from it; it is moved there in the end, and copied nowhere.
  const std::size_t place = turn.out.size();
  turn.push(StoreEvent{});
  match(turn, event, unwanted);
  std::get<StoreEvent>(turn.out[place]).event = std::move(event);
}

}  // namespace

void batch(const Turn& turn, const HostName& from, EventBatch batch) {
  State& state = turn.state;
  const auto place = state.spools.find(batch.spool);
  if (place == state.spools.end() || place->second.host != from) {
    journal::note(turn, {}, "security", from.text + " sent events of a spool that is not its own; ignored");
    return;
  }
  SpoolRow& spool = place->second;
  const std::uint64_t before = spool.seq;
  Host* host = state.fleet.find(from);
  Unwanted unwanted(turn);
  for (Event& received : batch.events) {
    if (received.seq <= spool.seq) continue;
    if (received.seq != spool.seq + 1) {
      turn.push(SendToHost{from, EventNak{batch.spool, spool.seq + 1}});
      break;
    }
    spool.seq = received.seq;
    spool.digest = event_digest(received);
    if (!allowed_type(received)) {
      journal::note(
          turn, {}, "security",
          from.text + " sent an event of type " + received.type + ", which is not for agents; not stored");
      continue;
    }
    Event event = std::move(received);
    event.host = from;
    remember_standing(*host, event);
    keep(turn, std::move(event), unwanted);
  }
  if (spool.seq != before) turn.push(StoreSpool{spool});
  turn.push(SendToHost{from, EventAck{batch.spool, spool.seq}});
}

EventId own_event(const Turn& turn, Event event) {
  Unwanted unwanted(turn);
  event.at = turn.now.wall;
  keep(turn, std::move(event), unwanted);
  return EventId{turn.state.last_event};
}

}  // namespace balm::master::intake
