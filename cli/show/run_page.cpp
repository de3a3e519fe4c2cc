#include "cli/show/run_page.h"

#include "cli/show/attempt_page.h"
#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/page.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

std::string outcome_word(const Value& part) {
  const std::string outcome = part["outcome"].string_or("no_answer");
  return outcome == "succeeded" ? "ok" : spoken(outcome);
}

ValueList failed_steps(const Value& part) {
  ValueList failed;
  for (const Value& step : items(part, "steps"))
    if (step["result"].is(Value::Kind::Bool) && !step["result"].as_bool()) failed.push_back(step);
  return failed;
}

// The steps of a plan without what differs from host to host.
std::vector<Pieces> plan_rows(const Value& part) {
  std::vector<Pieces> rows;
  for (const Value& step : items(part, "steps")) {
    const bool would = step["result"].is_null();
    const bool failed = !would && !step["result"].bool_or();
    rows.push_back({{step["id"].string_or()},
                    {would ? "would change" : (failed ? "WOULD FAIL" : "as it should be"),
                     would ? Tone::Warn : Tone::Plain},
                    {step["comment"].string_or()}});
  }
  if (rows.empty()) rows.push_back({{outcome_word(part)}, {part["comment"].string_or()}});
  return rows;
}

struct Plan {
  std::vector<Pieces> rows;
  std::vector<std::string> hosts;
};

bool same_rows(const std::vector<Pieces>& a, const std::vector<Pieces>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a[i].size(); ++j)
      if (j >= b[i].size() || a[i][j].text != b[i][j].text) return false;
  return true;
}

}  // namespace

std::string run_line(const Value& part, const Screen& screen) {
  const std::string outcome = outcome_word(part);
  std::string text = padded(part["host"].string_or(), 8) + "  " + paint(outcome, tone_of(outcome), screen) +
                     std::string(outcome.size() < 9 ? 9 - outcome.size() : 0, ' ');
  if (!part["took_us"].is_null()) text += "  " + padded_left(took_text(part["took_us"]), 6);
  if (!items(part, "steps").empty()) text += "   " + steps_summary(items(part, "steps"));
  const std::string comment = part["comment"].string_or();
  if (!comment.empty()) text += "   " + one_line(comment);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n" + steps_text(failed_steps(part), screen, "        ");
}

std::string plan_text(const ValueList& parts, const Screen& screen) {
  std::vector<Plan> plans;
  for (const Value& part : parts) {
    std::vector<Pieces> rows = plan_rows(part);
    Plan* same = nullptr;
    for (Plan& plan : plans)
      if (same_rows(plan.rows, rows)) same = &plan;
    if (!same) same = &plans.emplace_back(Plan{std::move(rows), {}});
    same->hosts.push_back(part["host"].string_or());
  }
  Page page(screen);
  for (const Plan& plan : plans) {
    std::string hosts;
    for (const std::string& host : plan.hosts) hosts += (hosts.empty() ? "" : " ") + host;
    page.line("  " + hosts, Tone::Strong);
    page.rows(plan.rows, 6);
  }
  return std::move(page).text();
}

}  // namespace balm::cli
