// Attempts: the remediation history.
#include "common/value_json.h"
#include "master/incident_view.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"

namespace balm::master::queries {
namespace {

Value json_or_null(const std::string& text) {
  Result<Value> value = value_from_json(text);
  return value ? std::move(value).value() : Value();
}

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

Result<Value> log_of(const Desk& desk, AttemptId id) {
  auto lines = Select("SELECT at, kind, text, detail, hash FROM journal")
                   .where("incident=?", static_cast<std::int64_t>(id.incident.number))
                   .where("attempt=?", std::int64_t{id.n})
                   .order("id", 500)
                   .prepare(desk.store.database());
  if (!lines) return lines.error();
  ValueList log;
  while (true) {
    const auto more = lines->row();
    if (!more) return more.error();
    if (!*more) return Value(std::move(log));
    log.push_back(Value::map({{"at_ms", lines->integer(0)},
                              {"kind", lines->text(1)},
                              {"body", lines->text(2)},
                              {"detail", json_or_null(lines->text(3))},
                              {"hash", hex(lines->text(4))}}));
  }
}

}  // namespace

Result<Value> history_list(const Desk& desk, const Value& args) {
  const std::size_t wanted = rows_wanted(args);
  Select select("SELECT * FROM attempts");
  select.where_number("started >= ?", args["since_ms"])
      .where_number("started < ?", args["until_ms"])
      .where_number("started < ?", args["before"]);
  select.where_text("host GLOB ?", args["host"])
      .where_text("rule GLOB ?", args["rule"])
      .where_text("state GLOB ?", args["state"]);
  const std::string outcome = args["outcome"].string_or();
  if (outcome == "healed") {
    select.where("healed = 1");
  } else {
    select.where_text("outcome = ?", args["outcome"]);
  }
  auto rows = select.order("started DESC, incident DESC, n DESC", wanted + 1).prepare(desk.store.database());
  if (!rows) return rows.error();
  ValueList attempts;
  Value next;
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) break;
    if (attempts.size() == wanted) {
      next = attempts.back()["started_ms"];
      break;
    }
    attempts.push_back(attempt_view(attempt_from(*rows)));
  }
  return Value::map({{"attempts", Value(std::move(attempts))}, {"next", next}});
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
                     {"steps", json_or_null(row.steps)},
                     {"task", json_or_null(row.task)},
                     {"state_hash", row.state_hash},
                     {"log", std::move(log).value()},
                     {"chain", Value::map({{"ok", chain->ok},
                                           {"checked", static_cast<std::int64_t>(chain->checked)},
                                           {"broken_at", static_cast<std::int64_t>(chain->broken_at)}})}});
}

}  // namespace balm::master::queries
