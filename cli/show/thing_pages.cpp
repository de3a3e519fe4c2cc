#include "cli/show/thing_pages.h"

#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/page.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

void add_checks(Page& page, const ValueList& checks, const Screen& screen) {
  if (checks.empty()) return;
  page.line();
  page.line("Checks", Tone::Strong);
  std::vector<Pieces> rows;
  for (const Value& check : checks) {
    const std::string instance = check["instance"].string_or();
    rows.push_back({{check["check"].string_or() + (instance.empty() ? "" : ":" + instance)},
                    word(check["status"].string_or()),
                    {age_text(check["since_ms"], screen), Tone::Plain, true},
                    {check["output"].string_or()}});
  }
  page.rows(rows);
}

void add_open(Page& page, const ValueList& incidents, const Screen& screen) {
  if (incidents.empty()) return;
  page.line();
  page.line("Open incidents", Tone::Strong);
  std::vector<Pieces> rows;
  for (const Value& incident : incidents)
    rows.push_back({{number_text(incident["id"])},
                    {incident["rule"].string_or()},
                    {doing_text(incident, screen)},
                    typed("balm incidents show " + to_display(incident["id"]))});
  page.rows(rows);
}

void add_attempts(Page& page, const ValueList& attempts, const Screen& screen) {
  if (attempts.empty()) return;
  page.line();
  page.line("Last attempts", Tone::Strong);
  std::vector<Pieces> rows;
  for (const Value& attempt : attempts)
    rows.push_back({{to_display(attempt["id"])},
                    {when_text(attempt["started_ms"], screen)},
                    {rung_text(attempt)},
                    word(outcome_text(attempt)),
                    {took_text(attempt["took_us"]), Tone::Plain, true}});
  page.rows(rows);
}

// "unit (string, required)", one per line, from whatever shape the parameters have.
void add_params(Page& page, const Value& params) {
  std::vector<Pieces> rows;
  if (params.is(Value::Kind::Map)) {
    for (const auto& [name, body] : params.as_map()) {
      const bool required = body["required"].bool_or();
      const std::string fallback = body["default"].is_null() ? "" : "default " + to_display(body["default"]);
      rows.push_back({{to_display(name)}, {body["type"].string_or()}, {required ? "required" : fallback}});
    }
  } else if (params.is(Value::Kind::List)) {
    for (const Value& name : params.as_list()) rows.push_back({{to_display(name)}});
  }
  if (rows.empty()) return;
  page.line();
  page.line("Parameters (--with NAME=VALUE)", Tone::Strong);
  page.rows(rows);
}

std::string length_or_nothing(const Value& length_ms) {
  return length_ms.is_null() ? "" : length_text(length_ms);
}

void add_ladder(Page& page, const ValueList& ladder) {
  if (ladder.empty()) return;
  page.line();
  page.line("Ladder", Tone::Strong);
  std::vector<Pieces> rows;
  for (std::size_t i = 0; i < ladder.size(); ++i) {
    const Value& rung = ladder[i];
    const std::string name =
        rung.is(Value::Kind::String) ? rung.as_string() : rung["run"].string_or(rung["state"].string_or());
    rows.push_back({{std::to_string(i + 1), Tone::Plain, true}, {name}, {labels_text(rung["with"])}});
  }
  page.rows(rows);
}

}  // namespace

std::string maintenance_text(const Value& maintenance, const Screen& screen) {
  if (maintenance.is_null()) return "";
  return "until " + minute_text(maintenance["until_ms"], screen) + ": " + maintenance["reason"].string_or() +
         " (" + maintenance["by"].string_or("?") + ")";
}

std::string host_page(const Value& data, const Screen& screen) {
  const Value& host = data["host"];
  Page page(screen);
  page.rows({{{host["name"].string_or(), Tone::Strong}, word(host["state"].string_or())}}, 0);
  page.line();
  page.fact("Seen", when_text(host["seen_ms"], screen));
  page.fact("Address", host["address"].string_or());
  page.fact("Labels", labels_text(host["labels"]));
  page.fact("Version", host["version"].string_or());
  page.fact("Maint.", maintenance_text(host["maintenance"], screen));
  add_checks(page, items(data, "checks"), screen);
  add_open(page, items(data, "open"), screen);
  add_attempts(page, items(data, "attempts"), screen);
  return std::move(page).text();
}

std::string key_page(const Value& data, const Screen& screen) {
  const Value& key = data["key"];
  Page page(screen);
  page.rows({{{key["name"].string_or("(no name)"), Tone::Strong}, word(key["state"].string_or())}}, 0);
  page.line();
  page.fact("Print", key["fingerprint"].string_or());
  page.fact("Key", key["public_key"].string_or());
  page.fact("Role", key["role"].string_or());
  page.fact("Address", key["address"].string_or());
  page.fact("First", key["first_ms"].is_null() ? "" : when_text(key["first_ms"], screen));
  page.fact("Seen", key["seen_ms"].is_null() ? "" : when_text(key["seen_ms"], screen));
  page.fact("Reason", key["reason"].string_or());
  page.fact("Note", key["note"].string_or());
  if (key["state"].string_or() == "pending") {
    page.line();
    page.rows({{{"compare with the agent"}, typed("balm-agent --fingerprint")},
               {{"let it in"}, typed("balm keys accept " + key["name"].string_or())}});
  }
  return std::move(page).text();
}

std::string state_page(const Value& data, const Screen& screen) {
  const Value& state = data["state"];
  Page page(screen);
  page.line(state["name"].string_or(), Tone::Strong);
  page.line();
  page.fact("File", state["file"].string_or());
  page.fact("Hash", state["hash"].string_or());
  page.block(state["doc"].string_or(), "");
  add_params(page, state["params"]);
  page.line();
  page.block(state["text"].string_or(), "  ");
  return std::move(page).text();
}

std::string rule_page(const Value& data, const Screen& screen) {
  const Value& rule = data["rule"];
  Page page(screen);
  page.rows({{{rule["name"].string_or(), Tone::Strong}, {rule["mode"].string_or()}}}, 0);
  page.line();
  page.fact("Summary", rule["summary"].string_or());
  page.fact("File", rule["file"].is_null() ? "" : rule["file"].string_or() + ":" + to_display(rule["line"]));
  page.fact("When",
            rule["when"].is(Value::Kind::List) ? joined(rule["when"].as_list()) : rule["when"].string_or());
  page.fact("Matched", rule["matched"].is_null()
                           ? ""
                           : to_display(rule["matched"]) + " times, healed " + to_display(rule["healed"]) +
                                 ", failed " + to_display(rule["failed"]));
  page.fact("Cooldown", length_or_nothing(rule["guard"]["cooldown_ms"]));
  page.fact("Max", rule["guard"]["max"].is_null() ? "" : to_display(rule["guard"]["max"]));
  page.fact("At once", rule["guard"]["at_once"].is_null() ? "" : to_display(rule["guard"]["at_once"]));
  add_ladder(page, items(data, "rule.ladder"));
  if (const std::string text = rule["text"].string_or(); !text.empty()) {
    page.line();
    page.block(text, "  ");
  }
  return std::move(page).text();
}

}  // namespace balm::cli
