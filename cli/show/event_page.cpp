#include "cli/show/event_page.h"

#include "cli/show/fields.h"
#include "cli/show/page.h"
#include "cli/show/timeline.h"
#include "cli/show/times.h"
#include "common/utf8.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

void add_decisions(Page& page, const ValueList& decisions, const Screen& screen) {
  page.line();
  if (decisions.empty()) {
    page.line("No rule wanted it.");
    return;
  }
  page.line("Decisions", Tone::Strong);
  std::vector<Pieces> rows;
  for (const Value& decision : decisions)
    rows.push_back(
        {{clock_text(decision["at_ms"], screen), Tone::Dim},
         {spoken(decision["kind"].string_or())},
         {decision["kind"].string_or() == "match" ? became_text(decision) : decision["text"].string_or()}});
  page.rows(rows);
}

// What the other columns leave of the line, the verdict's among them.
std::size_t output_width(const Screen& screen) {
  constexpr std::size_t kOthers = 82;
  constexpr std::size_t kLeast = 24;
  return screen.width > kOthers + kLeast ? screen.width - kOthers : kLeast;
}

std::string fitted(const std::string& text, std::size_t width, const Screen& screen) {
  if (display_width(text) <= width) return padded(text, width);
  return screen.utf8 ? padded(cut_to_width(text, width), width) : text.substr(0, width - 1) + "~";
}

}  // namespace

std::string event_name(const Value& event) {
  return "@" + to_display(event["id"]);
}

std::string event_line(const Value& event, const Screen& screen) {
  const std::string verdicts = joined(items(event, "verdicts"));
  const std::string status = event["status"].string_or("-");
  if (!screen.terminal)
    return clock_text(event["at_ms"], screen) + "\t" + event_name(event) + "\t" + place_of(event) + "\t" +
           event["type"].string_or() + "\t" + status + "\t" + event["output"].string_or() + "\t" + verdicts +
           "\n";
  std::string line = clock_text(event["at_ms"], screen) + "  " + padded(place_of(event), 8) + "  " +
                     padded(event["type"].string_or(), 18) + "  " + paint(status, tone_of(status), screen) +
                     std::string(status.size() < 8 ? 8 - status.size() : 0, ' ') + "  " +
                     fitted(event["output"].string_or(), output_width(screen), screen);
  line += verdicts.empty() ? "" : "  -> " + verdicts;
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string decision_line(const Value& line, const Screen& screen) {
  if (!screen.terminal)
    return clock_text(line["at_ms"], screen) + "\t@" + to_display(line["event"]) + "\t->\t" +
           became_text(line) + "\n";
  return std::string(52, ' ') + "-> " + became_text(line) + "\n";
}

std::string event_page(const Value& data, const Screen& screen) {
  const Value& event = data["event"];
  Page page(screen);
  page.line("event " + event_name(event) + "  " + event["type"].string_or(), Tone::Strong);
  page.line();
  page.fact("Host", place_of(event));
  page.fact("Status",
            event["status"].string_or() +
                (event["previous"].is_null() ? "" : " (before: " + event["previous"].string_or() + ")"));
  page.fact("At", clock_text(event["at_ms"], screen));
  if (!event["received_ms"].is_null()) page.fact("Received", clock_text(event["received_ms"], screen));
  page.fact("Output", event["output"].string_or());
  page.fact("Labels", labels_text(event["labels"]));
  page.fact("Metrics", labels_text(event["metrics"]));
  if (!event["body"].is_null()) page.fact("Body", to_json(event["body"]));
  if (const std::string more = event["long_output"].string_or(); !more.empty()) page.block(more, "  | ");
  add_decisions(page, items(data, "decisions"), screen);
  page.line();
  page.rows({{{"see each condition and guard"}, typed("balm explain " + event_name(event))}});
  return std::move(page).text();
}

}  // namespace balm::cli
