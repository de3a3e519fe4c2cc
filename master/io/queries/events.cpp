#include <algorithm>

#include "common/limits.h"
#include "common/wire.h"
#include "master/io/queries/event_view.h"
#include "master/io/queries/row_values.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"
#include "master/moment_view.h"

namespace balm::master::queries {
namespace {

constexpr std::size_t kScanMax =
    200'000;  // rows looked at for one answer: the event table has no index but its order

// Columns id, received, body.
Result<Event> event_from(const Statement& row) {
  Result<Event> event = wire::decode_event(row.text(2));
  if (!event) return event;
  event->id = EventId{static_cast<std::uint64_t>(row.integer(0))};
  event->received = WallTime::from_ms(row.integer(1));
  return event;
}

Result<std::vector<JournalRow>> read_lines(Result<Statement> rows) {
  if (!rows) return rows.error();
  std::vector<JournalRow> lines;
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) return lines;
    lines.push_back(journal_from(*rows));
  }
}

// "-> #1042 nginx-down", "-> no rule (gap)", "-> clears #1039"
Value verdict_texts(const std::vector<JournalRow>& lines) {
  ValueList texts;
  for (const JournalRow& line : lines) {
    if (line.kind != "match") continue;
    const std::string number = "#" + std::to_string(line.incident.number);
    if (line.verdict == "open") texts.emplace_back(number + " " + line.rule);
    if (line.verdict == "join") texts.emplace_back(number + " (same problem)");
    if (line.verdict == "clear") texts.emplace_back("clears " + number);
    if (line.verdict == "error") texts.emplace_back(line.rule + " could not be evaluated");
    if (line.verdict == "none") texts.emplace_back("no rule wanted it");
  }
  return Value(std::move(texts));
}

Result<Value> with_verdicts(const Desk& desk, const Event& event) {
  const auto lines = lines_about(desk.store, event.id);
  if (!lines) return lines.error();
  ValueMap view = event_view(event).as_map();
  view.emplace(Value("verdicts"), verdict_texts(*lines));
  return Value(std::move(view));
}

}  // namespace

Value event_view(const Event& event) {
  return Value::map({{"id", static_cast<std::int64_t>(event.id.number)},
                     {"type", event.type},
                     {"host", event.host.text},
                     {"check", event.check.text},
                     {"instance", event.instance},
                     {"status", to_text(event.status)},
                     {"previous", to_text(event.previous)},
                     {"output", event.output},
                     {"long_output", event.long_output},
                     {"metrics", to_value(event.metrics)},
                     {"labels", to_value(event.labels)},
                     {"at_ms", moment_view(event.at)},
                     {"received_ms", moment_view(event.received)},
                     {"cause", event.cause.incident ? Value(to_text(event.cause)) : Value()},
                     {"body", event.body}});
}

Value journal_view(const JournalRow& row) {
  return Value::map(
      {{"at_ms", moment_view(row.at)},
       {"kind", row.kind},
       {"text", row.text},
       {"rule", row.rule},
       {"verdict", row.verdict},
       {"reason", row.reason},
       {"incident", static_cast<std::int64_t>(row.incident.number)},
       {"event", static_cast<std::int64_t>(row.event.number)},
       {"attempt", row.attempt == 0 ? Value() : Value(to_text(AttemptId{row.incident, row.attempt}))},
       {"detail", stored_json(row.detail)}});
}

Result<std::optional<Event>> stored_event(Store& store, EventId id) {
  auto rows = Select("SELECT id, received, body FROM events")
                  .where("id=?", static_cast<std::int64_t>(id.number))
                  .order("id", 1)
                  .prepare(store.database());
  if (!rows) return rows.error();
  const auto found = rows->row();
  if (!found) return found.error();
  if (!*found) return std::optional<Event>();
  Result<Event> event = event_from(*rows);
  if (!event) return event.error();
  return std::optional<Event>(std::move(event).value());
}

Result<Event> known_event(const Desk& desk, EventId id) {
  auto event = stored_event(desk.store, id);
  if (!event) return event.error();
  if (*event) return std::move(**event);
  return Error{Error::Kind::NotFound,
               "there is no event " + std::to_string(id.number) + " (the newest is " +
                   std::to_string(desk.state.last_event) + ")",
               "balm events list"};
}

Result<Missed> events_after(Store& store, EventId after, const std::string& type_glob) {
  const auto newest = store.database().integer("SELECT coalesce(max(id),0) FROM events");
  if (!newest) return newest.error();
  const auto asked = static_cast<std::int64_t>(after.number);
  const std::int64_t from = std::max(asked, *newest - static_cast<std::int64_t>(kScanMax));
  Select select("SELECT id, received, body FROM events");
  select.where("id > ?", from).where("type GLOB ?", type_glob);
  auto rows = select.order("id DESC", limits::kOperatorReplyRowsMax + 1).prepare(store.database());
  if (!rows) return rows.error();
  Missed missed;
  missed.complete = from == asked;
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) break;
    Result<Event> event = event_from(*rows);
    if (!event) return event.error();
    missed.events.push_back(std::move(event).value());
  }
  if (missed.events.size() > limits::kOperatorReplyRowsMax) {
    missed.events.pop_back();
    missed.complete = false;
  }
  std::reverse(missed.events.begin(), missed.events.end());
  return missed;
}

Result<std::vector<JournalRow>> lines_about(Store& store, EventId id) {
  const auto number = static_cast<std::int64_t>(id.number);
  auto lines = read_lines(Select("SELECT * FROM journal")
                              .where("event=?", number)
                              .where("event<>0")
                              .order("id", 200)
                              .prepare(store.database()));
  if (!lines || !lines->empty()) return lines;
  auto range = read_lines(Select("SELECT * FROM journal")
                              .where("event<=?", number)
                              .where("event<>0")
                              .order("event DESC", 1)
                              .prepare(store.database()));
  if (!range || range->empty()) return range;
  const bool covers = stored_json(range->front().detail)["upto"].int_or() >= number;
  return covers ? *range : std::vector<JournalRow>{};
}

Result<std::vector<JournalRow>> lines_of(Store& store, IncidentId id, std::size_t most) {
  return read_lines(Select("SELECT * FROM journal")
                        .where("incident=?", static_cast<std::int64_t>(id.number))
                        .order("id", most)
                        .prepare(store.database()));
}

Result<Value> events_list(const Desk& desk, const Value& args) {
  const std::size_t wanted = rows_wanted(args);
  const std::string newest = "(SELECT coalesce(max(id),0) FROM events)";
  Select select("SELECT id, received, body FROM events");
  select.where("id > " + newest + " - " + std::to_string(kScanMax));
  select.where_number("received >= ?", args["since_ms"])
      .where_number("received < ?", args["until_ms"])
      .where_number("id < ?", args["before"]);
  select.where_text("host GLOB ?", args["host"]).where_text("type GLOB ?", args["type"]);
  if (const auto status = status_from_text(args["status"].string_or()))
    select.where("status = ?", static_cast<std::int64_t>(*status));
  const auto view = [&](const Statement& row) -> Result<Value> {
    const auto event = event_from(row);
    return event ? with_verdicts(desk, *event) : event.error();
  };
  auto page =
      first_page(select.order("id DESC", wanted + 1).prepare(desk.store.database()), wanted, "id", view);
  if (!page) return page.error();
  return Value::map({{"events", Value(std::move(page->rows))}, {"next", page->next}});
}

Result<Value> events_show(const Desk& desk, const Value& args) {
  const EventId id{static_cast<std::uint64_t>(args["id"].int_or())};
  const auto event = known_event(desk, id);
  if (!event) return event.error();
  const auto lines = lines_about(desk.store, id);
  if (!lines) return lines.error();
  ValueList decisions;
  for (const JournalRow& line : *lines) decisions.push_back(journal_view(line));
  auto view = with_verdicts(desk, *event);
  if (!view) return view.error();
  return Value::map({{"event", std::move(view).value()}, {"decisions", Value(std::move(decisions))}});
}

}  // namespace balm::master::queries
