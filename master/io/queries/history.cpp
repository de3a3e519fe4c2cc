// Attempts: the remediation history.
#include "master/incident_view.h"
#include "master/io/queries/row_values.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"

namespace balm::master::queries {
namespace {

std::string hex(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

Value log_line(const Statement& row) {
  return Value::map({{"at_ms", row.integer(0)},
                     {"kind", row.text(1)},
                     {"body", row.text(2)},
                     {"detail", stored_json(row.text(3))},
                     {"hash", hex(row.text(4))}});
}

Result<ValueList> log_of(const Desk& desk, AttemptId id) {
  return all_rows(Select("SELECT at, kind, text, detail, hash FROM journal")
                      .where("incident=?", static_cast<std::int64_t>(id.incident.number))
                      .where("attempt=?", std::int64_t{id.n})
                      .order("id", 500)
                      .prepare(desk.store.database()),
                  log_line);
}

// Attempts may share a millisecond, so a page ends at an attempt, not at a time.
Result<void> only_before(const Desk& desk, const Value& before, Select& select) {
  if (before.is_null()) return {};
  const std::string attempt = to_display(before);
  const AttemptId id = attempt_from_text(attempt);
  const auto incident = static_cast<std::int64_t>(id.incident.number);
  auto rows = Select("SELECT started FROM attempts")
                  .where("incident=?", incident)
                  .where("n=?", std::int64_t{id.n})
                  .prepare(desk.store.database());
  if (!rows) return rows.error();
  const auto found = rows->row();
  if (!found) return found.error();
  if (!*found) return Error{Error::Kind::NotFound, "there is no attempt \"" + attempt + "\"", "balm history"};
  const std::string started = std::to_string(rows->integer(0));
  select.where("started <= " + started);  // by the index; the next says it exactly
  select.where("(started, incident, n) < (" + started + ", " + std::to_string(incident) + ", " +
               std::to_string(id.n) + ")");
  return {};
}

}  // namespace

Result<Value> history_list(const Desk& desk, const Value& args) {
  const std::size_t wanted = rows_wanted(args);
  Select select("SELECT * FROM attempts");
  select.where_number("started >= ?", args["since_ms"]).where_number("started < ?", args["until_ms"]);
  if (const auto paged = only_before(desk, args["before"], select); !paged) return paged.error();
  select.where_text("host GLOB ?", args["host"])
      .where_text("rule GLOB ?", args["rule"])
      .where_text("state GLOB ?", args["state"]);
  const std::string outcome = args["outcome"].string_or();
  if (outcome == "healed") {
    select.where("healed = 1");
  } else {
    select.where_text("outcome = ?", args["outcome"]);
  }
  select.order("started DESC, incident DESC, n DESC", wanted + 1);
  auto page = first_page(select.prepare(desk.store.database()), wanted, "id",
                         [](const Statement& row) { return attempt_view(attempt_from(row)); });
  if (!page) return page.error();
  return Value::map({{"attempts", Value(std::move(page->rows))}, {"next", page->next}});
}

Result<Value> history_show(const Desk& desk, const Value& args) {
  const std::string text = args["attempt"].string_or();
  const AttemptId id = attempt_from_text(text);
  auto rows = Select("SELECT * FROM attempts")
                  .where("incident=?", static_cast<std::int64_t>(id.incident.number))
                  .where("n=?", std::int64_t{id.n})
                  .order("n", 1)
                  .prepare(desk.store.database());
  if (!rows) return rows.error();
  const auto found = rows->row();
  if (!found) return found.error();
  if (!*found) return Error{Error::Kind::NotFound, "there is no attempt \"" + text + "\"", "balm history"};
  const AttemptRow row = attempt_from(*rows);
  auto log = log_of(desk, id);
  if (!log) return log.error();
  const auto chain = desk.store.verify_chain(10'000);
  if (!chain) return chain.error();
  return Value::map({{"attempt", attempt_view(row)},
                     {"steps", stored_json(row.steps)},
                     {"task", stored_json(row.task)},
                     {"state_hash", row.state_hash},
                     {"log", Value(std::move(log).value())},
                     {"chain", Value::map({{"ok", chain->ok},
                                           {"checked", static_cast<std::int64_t>(chain->checked)},
                                           {"broken_at", static_cast<std::int64_t>(chain->broken_at)}})}});
}

}  // namespace balm::master::queries
