#include "sim/rows.h"

#include <optional>

#include "common/value_json.h"
#include "common/wire.h"

namespace balm::sim {
namespace {

std::uint64_t upto_in(const std::string& detail) {
  if (detail.empty()) return 0;
  const Result<Value> value = value_from_json(detail);
  return value ? static_cast<std::uint64_t>((*value)["upto"].int_or()) : 0;
}

struct ToRow {
  std::vector<Row>& rows;

  void operator()(const master::StoreEvent& e) const {
    rows.emplace_back(EventRow{e.event.id.number, e.event});
  }
  void operator()(const master::StoreSpool& e) const {
    rows.emplace_back(SpoolRow{e.row.host, e.row.spool, e.row.seq});
  }
  void operator()(const master::StoreAttempt& e) const {
    const master::AttemptRow& row = e.row;
    rows.emplace_back(AttemptRow{row.id, row.rule.text, row.host, row.state_hash,
                                 std::string(to_text(row.phase)), std::string(to_text(row.outcome)),
                                 row.epoch, row.fence, row.healed, row.test, row.by});
  }
  void operator()(const master::StoreIncident& e) const {
    const master::IncidentRow& row = e.row;
    rows.emplace_back(IncidentRow{row.id.number, row.key, row.rule.text, row.host, row.check,
                                  row.event.number, std::string(to_text(row.phase)),
                                  std::string(to_text(row.outcome)), row.attempts, row.waiting_reason,
                                  !row.acked_by.empty()});
  }
  void operator()(const master::StoreJournal& e) const {
    const master::JournalRow& row = e.row;
    rows.emplace_back(JournalRow{row.kind, row.event.number, upto_in(row.detail), row.incident.number,
                                 row.attempt, row.verdict, row.text});
  }
  void operator()(const master::StoreNotification& e) const {
    rows.emplace_back(NotificationRow{e.row.id, e.row.incident.number, e.row.done});
  }
  template <class Other>
  void operator()(const Other&) const {}
};

std::uint64_t number(const master::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

Row event_in(const master::Statement& row) {
  Result<Event> event = wire::decode_event(row.text(1));
  return EventRow{number(row, 0), event ? std::move(*event) : Event{}};
}

Row spool_in(const master::Statement& row) {
  return SpoolRow{HostName{row.text(0)}, SpoolId{row.text(1)}, number(row, 2)};
}

Row attempt_in(const master::Statement& row) {
  AttemptRow found;
  found.id = {IncidentId{number(row, 0)}, static_cast<std::uint32_t>(row.integer(1))};
  found.rule = row.text(2);
  found.host = HostName{row.text(3)};
  found.state_hash = row.text(4);
  found.phase = row.text(5);
  found.outcome = row.text(6);
  found.epoch = number(row, 7);
  found.fence = number(row, 8);
  found.healed = row.integer(9) != 0;
  found.test = row.integer(10) != 0;
  found.by = row.text(11);
  return found;
}

Row incident_in(const master::Statement& row) {
  return IncidentRow{number(row, 0),
                     row.text(1),
                     row.text(2),
                     HostName{row.text(3)},
                     CheckName{row.text(4)},
                     number(row, 5),
                     row.text(6),
                     row.text(7),
                     static_cast<std::uint32_t>(row.integer(8)),
                     row.text(9),
                     !row.text(10).empty()};
}

Row journal_in(const master::Statement& row) {
  return JournalRow{row.text(0),
                    number(row, 1),
                    upto_in(row.text(6)),
                    number(row, 2),
                    static_cast<std::uint32_t>(row.integer(3)),
                    row.text(4),
                    row.text(5)};
}

Row notification_in(const master::Statement& row) {
  return NotificationRow{number(row, 0), number(row, 1), row.integer(2) != 0};
}

struct Table {
  const char* sql;
  Row (*read)(const master::Statement&);
};

constexpr Table kTables[] = {
    {"SELECT id, body FROM events ORDER BY id", event_in},
    {"SELECT host, spool, seq FROM spools ORDER BY spool", spool_in},
    {"SELECT incident, n, rule, host, state_hash, phase, outcome, epoch, fence, healed, test, actor FROM "
     "attempts "
     "ORDER BY incident, n",
     attempt_in},
    {"SELECT id, key, rule, host, check_name, event, phase, outcome, attempts, waiting_reason, acked_by "
     "FROM incidents ORDER BY id",
     incident_in},
    {"SELECT kind, event, incident, attempt, verdict, text, detail FROM journal ORDER BY id", journal_in},
    {"SELECT id, incident, done FROM notifications ORDER BY id", notification_in},
};

}  // namespace

std::vector<Row> rows_of(const master::Effects& effects) {
  std::vector<Row> rows;
  for (const master::Effect& effect : effects) std::visit(ToRow{rows}, effect);
  return rows;
}

Result<std::vector<Row>> rows_in(master::Database& database) {
  std::vector<Row> rows;
  for (const Table& table : kTables) {
    auto statement = database.prepare(table.sql);
    if (!statement) return statement.error();
    while (true) {
      const auto more = statement->row();
      if (!more) return more.error();
      if (!*more) break;
      rows.push_back(table.read(*statement));
    }
  }
  return rows;
}

}  // namespace balm::sim
