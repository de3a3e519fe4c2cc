#include "cli/show/status_page.h"

#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/page.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

std::string config_text(const Value& config, const Screen& screen) {
  const bool known = config["loaded_ms"].int_or() > 0;
  const std::string loaded = known ? " (loaded " + when_text(config["loaded_ms"], screen) + ")" : "";
  if (config["ok"].bool_or(true)) return "config ok" + loaded;
  const auto issues = static_cast<std::int64_t>(items(config, "issues").size());
  return "config on disk has " + counted(issues, "error", "errors") + ", the last good one goes on" + loaded;
}

std::string master_text(const Value& data, const Screen& screen) {
  const Value& master = data["master"];
  std::string text = master["name"].string_or("master") + ": balm-master " + master["version"].string_or("?");
  const bool relative = screen.terminal && screen.time == TimeStyle::Relative;
  if (!master["started_ms"].is_null())
    text += (relative ? ", up " : ", started ") + age_text(master["started_ms"], screen);
  return text + ", " + config_text(data["config"], screen);
}

std::string hosts_text(const Value& hosts) {
  std::string text =
      counted(hosts["total"].int_or(), "host", "hosts") + ": " + std::to_string(hosts["up"].int_or()) + " up";
  if (hosts["down"].int_or() > 0) text += ", " + std::to_string(hosts["down"].int_or()) + " down";
  if (hosts["unseen"].int_or() > 0) text += ", " + std::to_string(hosts["unseen"].int_or()) + " never seen";
  if (hosts["maintenance"].int_or() > 0)
    text += ", " + std::to_string(hosts["maintenance"].int_or()) + " in maintenance";
  return text;
}

std::vector<Pieces> incident_rows(const ValueList& incidents, const Screen& screen, bool with_command) {
  std::vector<Pieces> rows;
  for (const Value& incident : incidents) {
    const std::string check = incident["check"].string_or();
    Pieces row{{number_text(incident["id"]), Tone::Strong},
               word(incident["status"].string_or()),
               {age_text(incident["opened_ms"], screen), Tone::Plain, true},
               {place_of(incident)},
               {check.empty() ? incident["rule"].string_or() : check},
               {doing_text(incident, screen) + (incident["acked"].is_null() ? "" : ", acknowledged")}};
    if (with_command) row.push_back(typed("balm incidents show " + to_display(incident["id"])));
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_section(Page& page, std::string_view title, std::vector<Pieces> rows) {
  if (rows.empty()) return;
  page.line();
  page.line(std::string(title) + "  " + std::to_string(rows.size()), Tone::Strong);
  page.rows(rows);
}

void add_healed(Page& page, const Value& data) {
  const Value& healed = data["healed"];
  const std::int64_t count = healed["count"].int_or();
  page.line();
  if (count == 0) {
    page.line("HEALED in the last 24h: nothing had to be");
    return;
  }
  std::string text = "HEALED in the last 24h: " + std::to_string(count) + ", of which " +
                     std::to_string(healed["alone"].int_or()) + " without a human";
  if (!healed["median_ms"].is_null()) text += "; half of them within " + length_text(healed["median_ms"]);
  page.line(text);
}

void add_trouble(Page& page, const Value& data, const Screen& screen) {
  const Value& frozen = data["frozen"];
  if (!frozen.is_null())
    page.line("FROZEN by " + frozen["by"].string_or("?") + " " + when_text(frozen["since_ms"], screen) +
                  ": " + frozen["reason"].string_or() + "    balm thaw",
              Tone::Bad);
  for (const Value& trouble : items(data, "trouble")) page.line("TROUBLE  " + to_display(trouble), Tone::Bad);
  if (!data["config"]["ok"].bool_or(true)) {
    for (const Value& issue : items(data, "config.issues")) page.block(to_display(issue), "  ");
    page.line("  see them all: balm config validate", Tone::Dim);
  }
  if (const std::int64_t pending = data["hosts"]["pending"].int_or(); pending > 0)
    page.line(counted(pending, "new agent waits", "new agents wait") + " for a yes or no    balm keys",
              Tone::Warn);
}

void add_unhandled(Page& page, const Value& data) {
  const auto kinds = static_cast<std::int64_t>(items(data, "unhandled").size());
  if (kinds == 0) return;
  page.line("Not handled by any rule: " + counted(kinds, "kind of event", "kinds of event"));
  std::vector<Pieces> rows;
  for (const Value& kind : items(data, "unhandled")) {
    if (rows.size() == 5) break;
    rows.push_back({{kind["type"].string_or()},
                    word(kind["status"].string_or()),
                    {counted(kind["count"].int_or(), "time", "times")},
                    typed("balm events list --type " + kind["type"].string_or())});
  }
  page.rows(rows);
}

}  // namespace

std::string status_page(const Value& data, const Screen& screen) {
  Page page(screen);
  page.line(master_text(data, screen));
  page.line(hosts_text(data["hosts"]));
  add_trouble(page, data, screen);
  add_section(page, "NEEDS YOU", incident_rows(items(data, "needs_you"), screen, true));
  add_section(page, "BEING HANDLED", incident_rows(items(data, "handling"), screen, false));
  add_healed(page, data);
  add_unhandled(page, data);
  return std::move(page).text();
}

}  // namespace balm::cli
