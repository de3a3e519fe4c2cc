// Incidents and events: lists, and the whole story of one.
#include <algorithm>

#include "common/wire.h"
#include "master/incident_view.h"
#include "master/io/queries/event_view.h"
#include "master/io/queries/row_values.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"

namespace balm::master::queries {
namespace {

constexpr std::size_t kTimelineMax = 500;
constexpr std::size_t kAttemptsMax = 200;

Result<IncidentRow> incident_row(const Desk& desk, const Value& args) {
  const IncidentId id{static_cast<std::uint64_t>(args["id"].int_or())};
  const auto open = desk.state.incidents.find(id);
  if (open != desk.state.incidents.end()) return open->second.row;
  auto rows = Select("SELECT * FROM incidents")
                  .where("id=?", static_cast<std::int64_t>(id.number))
                  .order("id", 1)
                  .prepare(desk.store.database());
  if (!rows) return rows.error();
  const auto found = rows->row();
  if (!found) return found.error();
  if (*found) return incident_from(*rows);
  return Error{Error::Kind::NotFound,
               "there is no incident " + std::to_string(id.number) + " (the newest is " +
                   std::to_string(desk.state.last_incident) + ")",
               "balm incidents list"};
}

Result<ValueList> timeline_of(const Desk& desk, IncidentId id) {
  const auto lines = lines_of(desk.store, id, kTimelineMax);
  if (!lines) return lines.error();
  ValueList timeline;
  for (const JournalRow& line : *lines) timeline.push_back(journal_view(line));
  return timeline;
}

Result<ValueList> attempts_of(const Desk& desk, IncidentId id) {
  return all_rows(Select("SELECT * FROM attempts")
                      .where("incident=?", static_cast<std::int64_t>(id.number))
                      .order("n", kAttemptsMax)
                      .prepare(desk.store.database()),
                  [](const Statement& found) {
                    const AttemptRow row = attempt_from(found);
                    ValueMap view = attempt_view(row).as_map();
                    view.emplace(Value("steps"), stored_json(row.steps));
                    return Value(std::move(view));
                  });
}

// How the same check stands elsewhere: one bad host of twelve is another story than twelve of twelve.
Value around_of(const Desk& desk, const IncidentRow& row) {
  std::int64_t hosts = 0;
  std::int64_t bad = 0;
  for (const auto& [name, host] : desk.state.fleet.hosts()) {
    for (const auto& [key, standing] : host.checks) {
      if (key.first != row.check || !standing.known) continue;
      ++hosts;
      if (standing.status != Status::Ok) ++bad;
    }
  }
  return Value::map({{"hosts", hosts}, {"bad", bad}});
}

Value with_rule(const Desk& desk, const IncidentRow& row) {
  ValueMap view = incident_view(row).as_map();
  const RuleDocument* rule = desk.state.config->find_rule(row.rule);
  view.emplace(Value("runbook"), rule == nullptr ? "" : rule->runbook);
  return Value(std::move(view));
}

}  // namespace

Result<Value> incidents_list(const Desk& desk, const Value& args) {
  const std::size_t wanted = rows_wanted(args);
  const std::string state = args["state"].string_or("open");
  Select select("SELECT * FROM incidents");
  if (state == "open" || state.empty()) select.where("phase <> 'closed'");
  if (state == "closed") select.where("phase = 'closed'");
  select.where("(rule <> '' OR key NOT GLOB 'run:*')");  // what a person ran is kept like one, and is none
  select.where_text("host GLOB ?", args["host"]).where_text("rule GLOB ?", args["rule"]);
  select.where_number("opened >= ?", args["since_ms"]).where_number("id < ?", args["before"]);
  auto page = first_page(select.order("id DESC", wanted + 1).prepare(desk.store.database()), wanted, "id",
                         [](const Statement& row) { return incident_view(incident_from(row)); });
  if (!page) return page.error();
  return Value::map({{"incidents", Value(std::move(page->rows))}, {"next", page->next}});
}

Result<Value> incidents_show(const Desk& desk, const Value& args) {
  const auto row = incident_row(desk, args);
  if (!row) return row.error();
  auto timeline = timeline_of(desk, row->id);
  if (!timeline) return timeline.error();
  auto attempts = attempts_of(desk, row->id);
  if (!attempts) return attempts.error();
  const auto event = stored_event(desk.store, row->event);
  if (!event) return event.error();
  const RuleDocument* rule = desk.state.config->find_rule(row->rule);
  const Value place =
      rule == nullptr
          ? Value()
          : Value::map({{"name", rule->name.text}, {"file", rule->place.source}, {"line", rule->place.line}});
  return Value::map({{"incident", with_rule(desk, *row)},
                     {"timeline", Value(std::move(timeline).value())},
                     {"attempts", Value(std::move(attempts).value())},
                     {"event", *event ? event_view(**event) : Value()},
                     {"rule", place},
                     {"around", around_of(desk, *row)}});
}

}  // namespace balm::master::queries
