#include "cli/show/attempt_page.h"

#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/page.h"
#include "cli/show/times.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

bool has_changes(const Value& step) {
  const Value& changes = step["changes"];
  return changes.is(Value::Kind::Map) && !changes.as_map().empty();
}

// As Salt's: true, false, null for "would change".
Piece result_piece(const Value& step) {
  const Value& result = step["result"];
  if (result.is_null()) return {"would change", Tone::Warn};
  if (!result.bool_or()) return {"FAILED", Tone::Bad};
  return has_changes(step) ? Piece{"changed", Tone::Good} : Piece{"ok", Tone::Good};
}

std::string subject(const Value& step) {
  const std::string name = step["name"].string_or();
  const std::string id = step["id"].string_or();
  const std::string function = step["function"].string_or();
  return name.empty() || name == id ? function : function + " " + name;
}

void add_changes(Page& page, const Value& changes, std::string_view margin) {
  if (!changes.is(Value::Kind::Map)) return;
  for (const auto& [key, value] : changes.as_map()) {
    const std::string text = value.is(Value::Kind::String) ? value.as_string() : to_json(value);
    const bool several = text.find('\n') != std::string::npos;
    page.block(to_display(key) + ":" + (several ? "\n" : " ") + text, margin);
  }
}

std::string chain_text(const Value& chain) {
  if (chain.is_null()) return "";
  const std::string checked = to_display(chain["checked"]);
  return chain["ok"].bool_or()
             ? "log unbroken (" + checked + " entries checked)"
             : "LOG BROKEN: an entry was changed after it was written (" + checked + " checked)";
}

void add_facts(Page& page, const Value& attempt, const Screen& screen) {
  page.fact("State", rung_text(attempt));
  page.fact("Rule", attempt["rule"].string_or());
  page.fact("Outcome", outcome_text(attempt) +
                           (attempt["comment"].is_null() ? "" : ": " + attempt["comment"].string_or()));
  page.fact("Reason", attempt["reason"].string_or());
  page.fact("Started", clock_text(attempt["started_ms"], screen));
  page.fact("Ended", attempt["ended_ms"].is_null() ? "not yet" : clock_text(attempt["ended_ms"], screen));
  page.fact("Took", took_text(attempt["took_us"]));
  page.fact("Verified", verified_text(attempt));
  page.fact("By", attempt["by"].string_or());
  page.fact("Revision", attempt["revision"].is_null() ? "" : to_display(attempt["revision"]));
}

void add_log(Page& page, const ValueList& log, const Screen& screen) {
  if (log.empty()) return;
  page.line();
  page.line("Log", Tone::Strong);
  std::vector<Pieces> rows;
  for (const Value& entry : log) {
    const Value& body = entry["body"];
    rows.push_back(
        {{clock_text(entry["at_ms"], screen), Tone::Dim},
         {entry["kind"].string_or()},
         {body.is(Value::Kind::String) ? body.as_string() : (body.is_null() ? "" : to_json(body))}});
  }
  page.rows(rows);
}

}  // namespace

std::string steps_text(const ValueList& steps, const Screen& screen, std::string_view margin) {
  Page page(screen);
  const std::string inner = std::string(margin) + "    ";
  for (const Value& step : steps) {
    const Value& duration = step["duration_ms"];
    page.rows(
        {{{padded(step["id"].string_or(), 32)},
          result_piece(step),
          {duration.is_null() ? "" : length_text(Value(static_cast<std::int64_t>(duration.number_or())))},
          {subject(step), Tone::Dim}}},
        margin.size());
    page.block(step["comment"].string_or(), inner);
    add_changes(page, step["changes"], inner);
  }
  return std::move(page).text();
}

std::string steps_summary(const ValueList& steps) {
  std::int64_t changes = 0;
  for (const Value& step : steps) changes += has_changes(step) ? 1 : 0;
  return counted(static_cast<std::int64_t>(steps.size()), "step", "steps") + ", " +
         counted(changes, "change", "changes");
}

std::string attempt_page(const Value& data, const Screen& screen) {
  const Value& attempt = data["attempt"];
  Page page(screen);
  page.line("attempt #" + to_display(attempt["id"]) + "  " + attempt["host"].string_or() +
                (attempt["test"].bool_or() ? "  (dry run: nothing was changed)" : ""),
            Tone::Strong);
  page.line();
  add_facts(page, attempt, screen);
  if (!items(data, "steps").empty()) {
    page.line();
    page.line("Steps", Tone::Strong);
    page.block(steps_text(items(data, "steps"), screen, "  "), "");
  }
  add_log(page, items(data, "log"), screen);
  if (const std::string chain = chain_text(data["chain"]); !chain.empty()) page.line(chain, Tone::Dim);
  return std::move(page).text();
}

}  // namespace balm::cli
