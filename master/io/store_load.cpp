// Reading rows back: the other direction of store.cpp.
#include "common/value_json.h"
#include "common/wire.h"
#include "master/io/store.h"

namespace balm::master {
namespace {

WallTime wall(std::int64_t ms) {
  return WallTime::from_ms(ms);
}
std::uint64_t count(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}
std::uint32_t small(std::int64_t value) {
  return static_cast<std::uint32_t>(value);
}

Labels labels_from(const std::string& json) {
  Labels labels;
  const Result<Value> value = value_from_json(json);
  if (!value || !value->is(Value::Kind::Map)) return labels;
  for (const auto& [key, text] : value->as_map()) labels[key.string_or()] = text.string_or();
  return labels;
}

KeyRow key_from(const Statement& row) {
  KeyRow key;
  key.public_key = row.text(0);
  key.fingerprint = row.text(1);
  key.role = key_role_from(row.text(2));
  key.state = key_state_from(row.text(3));
  key.name = row.text(4);
  key.address = row.text(5);
  key.first = wall(row.integer(6));
  key.seen = wall(row.integer(7));
  key.reason = row.text(8);
  key.note = row.text(9);
  return key;
}

HostRow host_from(const Statement& row) {
  return {HostName{row.text(0)}, wall(row.integer(1)),     row.integer(2) != 0,
          count(row.integer(3)), labels_from(row.text(4)), row.text(5)};
}

MaintenanceRow maintenance_from(const Statement& row) {
  return {HostName{row.text(0)}, wall(row.integer(1)), wall(row.integer(2)), row.text(3), row.text(4)};
}

NotificationRow notification_from(const Statement& row) {
  return {count(row.integer(0)),
          IncidentId{count(row.integer(1))},
          row.text(2),
          row.text(3),
          small(row.integer(4)),
          row.integer(5) != 0,
          row.text(6)};
}

template <class Row>
Result<void> read_all(Database& database, const std::string& sql, Row (*make)(const Statement&),
                      std::vector<Row>& into) {
  auto rows = database.prepare(sql);
  if (!rows) return rows.error();
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) return {};
    into.push_back(make(*rows));
  }
}

FreezeRow freeze_from(const std::string& json) {
  const Result<Value> value = value_from_json(json);
  if (!value) return {};
  return {(*value)["frozen"].bool_or(), wall((*value)["since_ms"].int_or()), (*value)["reason"].string_or(),
          (*value)["by"].string_or()};
}

Result<void> load_opening_events(Database& database, Recovered& recovered) {
  for (const IncidentRow& incident : recovered.incidents) {
    auto rows = database.prepare("SELECT body FROM events WHERE id=" + std::to_string(incident.event.number));
    if (!rows) return rows.error();
    const auto found = rows->row();
    if (!found) return found.error();
    if (!*found) continue;
    Result<Event> event = wire::decode_event(rows->text(0));
    if (!event) return event.error();
    event->id = incident.event;
    recovered.opening_events.emplace(incident.id, std::move(event).value());
  }
  return {};
}

Result<void> load_called(Database& database, Recovered& recovered) {
  std::vector<IncidentId> called;
  auto done = read_all<IncidentId>(
      database,
      "SELECT DISTINCT incident FROM notifications WHERE incident IN (SELECT id FROM incidents WHERE phase "
      "<> "
      "'closed')",
      [](const Statement& row) { return IncidentId{count(row.integer(0))}; }, called);
  recovered.called.insert(called.begin(), called.end());
  return done;
}

Result<void> load_counters(Database& database, Recovered& recovered) {
  const std::array<std::pair<std::uint64_t*, const char*>, 3> counters = {{
      {&recovered.last_event,
       "SELECT max(coalesce((SELECT max(id) FROM events),0), coalesce((SELECT max(event) FROM journal),0))"},
      {&recovered.last_incident,
       "SELECT max(coalesce((SELECT max(id) FROM incidents),0), coalesce((SELECT max(incident) FROM "
       "attempts),0),"
       " coalesce((SELECT max(incident) FROM journal),0))"},
      {&recovered.last_notification, "SELECT max(id) FROM notifications"},
  }};
  for (const auto& [counter, sql] : counters) {
    const auto value = database.integer(sql);
    if (!value) return value.error();
    *counter = count(*value);
  }
  return {};
}

}  // namespace

IncidentRow incident_from(const Statement& row) {
  IncidentRow r;
  r.id = IncidentId{count(row.integer(0))};
  r.key = row.text(1);
  r.rule = RuleName{row.text(2)};
  r.revision = row.text(3);
  r.host = HostName{row.text(4)};
  r.check = CheckName{row.text(5)};
  r.instance = row.text(6);
  r.status = static_cast<Status>(row.integer(7));
  r.event = EventId{count(row.integer(8))};
  r.generation = count(row.integer(9));
  r.phase = phase_from(row.text(10));
  r.outcome = incident_outcome_from(row.text(11));
  r.opened = wall(row.integer(12));
  r.closed = wall(row.integer(13));
  r.rung = small(row.integer(14));
  r.rungs = small(row.integer(15));
  r.attempts = small(row.integer(16));
  r.declined = small(row.integer(17));
  r.approved = row.integer(18) != 0;
  r.summary = row.text(19);
  r.vars = row.text(20);
  r.waiting_reason = row.text(21);
  r.waiting_text = row.text(22);
  r.waiting_until = wall(row.integer(23));
  r.acked_by = row.text(24);
  r.acked_note = row.text(25);
  r.acked = wall(row.integer(26));
  return r;
}

AttemptRow attempt_from(const Statement& row) {
  AttemptRow r;
  r.id = {IncidentId{count(row.integer(0))}, small(row.integer(1))};
  r.rule = RuleName{row.text(2)};
  r.revision = row.text(3);
  r.host = HostName{row.text(4)};
  r.state = StateName{row.text(5)};
  r.state_hash = row.text(6);
  r.rung = small(row.integer(7));
  r.rungs = small(row.integer(8));
  r.phase = attempt_phase_from(row.text(9));
  r.outcome = attempt_outcome_from(row.text(10));
  r.reason = row.text(11);
  r.comment = row.text(12);
  r.healed = row.integer(13) != 0;
  r.test = row.integer(14) != 0;
  r.epoch = count(row.integer(15));
  r.fence = count(row.integer(16));
  r.started = wall(row.integer(17));
  r.ended = wall(row.integer(18));
  r.took_us = row.integer(19);
  r.verified_ms = row.integer(20);
  r.by = row.text(21);
  r.task = row.text(22);
  r.steps = row.text(23);
  return r;
}

JournalRow journal_from(const Statement& row) {
  JournalRow r;
  r.at = wall(row.integer(1));
  r.kind = row.text(2);
  r.event = EventId{count(row.integer(3))};
  r.incident = IncidentId{count(row.integer(4))};
  r.attempt = small(row.integer(5));
  r.rule = row.text(6);
  r.verdict = row.text(7);
  r.reason = row.text(8);
  r.text = row.text(9);
  r.detail = row.text(10);
  return r;
}

Result<Recovered> Store::load(WallTime now) {
  Recovered recovered;
  const std::string since = std::to_string((now - AttemptBook::kMemory).ms());
  Result<void> done = read_all<KeyRow>(database_, "SELECT * FROM keys", key_from, recovered.keys);
  if (done) done = read_all<HostRow>(database_, "SELECT * FROM hosts", host_from, recovered.hosts);
  if (done)
    done = read_all<SpoolRow>(
        database_, "SELECT host, spool, seq, digest FROM spools",
        [](const Statement& row) {
          return SpoolRow{HostName{row.text(0)}, SpoolId{row.text(1)}, count(row.integer(2)),
                          count(row.integer(3))};
        },
        recovered.spools);
  if (done)
    done = read_all<IncidentRow>(database_, "SELECT * FROM incidents WHERE phase <> 'closed'", incident_from,
                                 recovered.incidents);
  if (done)
    done = read_all<AttemptRow>(database_,
                                "SELECT * FROM attempts WHERE phase <> 'ended' OR started > " + since +
                                    " ORDER BY started, incident, n",
                                attempt_from, recovered.attempts);
  if (done)
    done = read_all<MaintenanceRow>(database_, "SELECT * FROM maintenance", maintenance_from,
                                    recovered.maintenance);
  if (done)
    done = read_all<NotificationRow>(database_, "SELECT * FROM notifications WHERE done = 0",
                                     notification_from, recovered.notifications);
  if (done) done = load_opening_events(database_, recovered);
  if (done) done = load_called(database_, recovered);
  if (done) done = load_counters(database_, recovered);
  if (!done) return done.error();
  const Result<std::string> freeze = meta("freeze");
  if (!freeze) return freeze.error();
  if (!freeze->empty()) recovered.freeze = freeze_from(*freeze);
  return recovered;
}

}  // namespace balm::master
