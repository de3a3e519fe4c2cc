#include "cli/show/incident_page.h"

#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/page.h"
#include "cli/show/timeline.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

std::string heading(const Value& incident) {
  std::string text = number_text(incident["id"]) + "  " + incident["rule"].string_or("(no rule)");
  const std::string place = place_of(incident);
  return place == "-" ? text : text + "  " + place;
}

std::string what_text(const Value& incident, const Value& event) {
  const std::string check = incident["check"].string_or();
  const std::string subject =
      check.empty() ? event["type"].string_or(incident["title"].string_or()) : "check " + check;
  const bool over = incident["phase"].string_or() == "closed";
  std::string text =
      subject + (over ? " was " + event["status"].string_or("bad")
                      : " is " + incident["status"].string_or(event["status"].string_or("unknown")));
  const std::string output = event["output"].string_or();
  return output.empty() ? text : text + ": " + output;
}

std::string since_text(const Value& incident, const Value& event, const Screen& screen) {
  std::string text = clock_text(incident["opened_ms"], screen);
  if (!event["last_ok_ms"].is_null()) text += "; last ok " + clock_text(event["last_ok_ms"], screen);
  return text;
}

std::string around_text(const Value& around) {
  const std::int64_t hosts = around["hosts"].int_or();
  const std::int64_t bad = around["bad"].int_or();
  if (hosts == 0) return "";
  const std::string selector = around["selector"].string_or();
  std::string text = std::to_string(bad) + " of " + counted(hosts, "host", "hosts") + " " +
                     (selector.empty() ? "with this check" : selector);
  if (bad < hosts && bad > 0)
    text += "; the other " + std::to_string(hosts - bad) + (hosts - bad == 1 ? " is ok" : " are ok");
  return text;
}

std::string rule_text(const Value& rule, const Value& incident) {
  if (rule["name"].is_null()) return "";
  std::string text = rule["name"].string_or();
  if (!rule["file"].string_or().empty())
    text += ", " + rule["file"].string_or() + ":" + to_display(rule["line"]);
  const std::string revision = incident["revision"].is_null() ? "" : to_display(incident["revision"]);
  return revision.empty() ? text : text + ", config revision " + revision;
}

std::string acked_text(const Value& acked, const Screen& screen) {
  if (acked.is_null()) return "";
  const std::string note = acked["note"].string_or();
  return acked["by"].string_or("?") + " " + when_text(acked["at_ms"], screen) +
         (note.empty() ? "" : ": " + note);
}

struct Advice {
  std::string_view what;
  std::string command;
};

std::vector<Advice> advice_for(const Value& incident, const ValueList& attempts) {
  std::vector<Advice> advice;
  const std::string id = to_display(incident["id"]);
  const std::string host = incident["host"].string_or();
  const std::string check = incident["check"].string_or();
  if (!attempts.empty())
    advice.push_back(
        {"see the whole output of a try", "balm history show " + to_display(attempts.back()["id"])});
  if (incident["phase"].string_or() == "closed") return advice;
  if (!check.empty() && !host.empty())
    advice.push_back({"fix it by hand, then verify", "balm checks run " + check + " -l " + host});
  if (incident["rungs"].int_or() > 0) advice.push_back({"let Balm try again", "balm incidents retry " + id});
  if (incident["acked"].is_null()) advice.push_back({"say that you are looking", "balm incidents ack " + id});
  if (!host.empty())
    advice.push_back(
        {"keep Balm's hands off this host", "balm maintenance on " + host + " --for 1h --reason \"...\""});
  advice.push_back({"see why it did or did not act", "balm explain " + id});
  return advice;
}

void add_advice(Page& page, const Value& data) {
  const std::vector<Advice> advice = advice_for(data["incident"], items(data, "attempts"));
  if (advice.empty()) return;
  page.line();
  page.line("Now what", Tone::Strong);
  std::vector<Pieces> rows;
  rows.reserve(advice.size());
  for (const Advice& one : advice) rows.push_back({{std::string(one.what)}, typed(one.command)});
  page.rows(rows);
}

void add_facts(Page& page, const Value& data, const Screen& screen) {
  const Value& incident = data["incident"];
  const Value& event = data["event"];
  page.fact("What", what_text(incident, event));
  page.fact("Since", since_text(incident, event, screen));
  page.fact("Now", incident["phase"].string_or() == "closed" ? "" : doing_text(incident, screen));
  page.fact("Around", around_text(data["around"]));
  page.fact("Rule", rule_text(data["rule"], incident));
  page.fact("Summary", incident["summary"].string_or());
  page.fact("Runbook", incident["runbook"].string_or());
  page.fact("Acked", acked_text(incident["acked"], screen));
}

}  // namespace

std::string incident_page(const Value& data, const Screen& screen) {
  const Value& incident = data["incident"];
  Page page(screen);
  const std::string standing = standing_text(incident, screen);
  const Tone tone = standing.starts_with("NEEDS YOU") ? Tone::Bad : Tone::Strong;
  page.rows({{{padded(heading(incident), 45), Tone::Strong}, {standing, tone}}}, 0);
  page.line();
  add_facts(page, data, screen);
  if (!items(data, "timeline").empty()) {
    page.line();
    page.block(timeline_text(items(data, "timeline"), screen), "");
  }
  add_advice(page, data);
  return std::move(page).text();
}

}  // namespace balm::cli
