#include "cli/show/explain_page.h"

#include <algorithm>

#include "cli/show/event_page.h"
#include "cli/show/fields.h"
#include "cli/show/page.h"
#include "cli/show/timeline.h"
#include "cli/show/times.h"
#include "cli/show/trace_drawing.h"
#include "common/utf8.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

constexpr std::size_t kTextColumn = 9;  // "  if     "
constexpr std::size_t kVerdictColumn = 70;
constexpr std::size_t kValueWidthMax = 60;

std::string heading(const Value& event, const Screen& screen) {
  std::string text = "event " + event_name(event) + "  " + event["type"].string_or();
  if (!event["host"].string_or().empty()) text += "  host " + event["host"].string_or();
  if (!event["instance"].string_or().empty()) text += "  " + event["instance"].string_or();
  if (!event["status"].is_null()) text += "  status " + event["status"].string_or();
  return text + "       " + when_text(event["at_ms"], screen);
}

// "MATCHED", "no", "could not be evaluated"
Piece verdict_piece(const Value& rule) {
  const std::string verdict = rule["verdict"].string_or();
  if (verdict == "yes") return {"MATCHED", Tone::Good};
  if (verdict == "error") return {"could not be evaluated            <- look at this", Tone::Bad};
  if (verdict == "disabled") return {"no: it is disabled", Tone::Plain};
  if (verdict == "other_host") return {"no: not for this host", Tone::Plain};
  return {"no", Tone::Plain};
}

std::string short_value(const Value& value, const Screen& screen) {
  const std::string text = value.is(Value::Kind::String) ? to_json(value) : to_display(value);
  if (display_width(text) <= kValueWidthMax) return text;
  return screen.utf8 ? cut_to_width(text, kValueWidthMax) : text.substr(0, kValueWidthMax - 1) + "~";
}

// A part of a condition as the master traced it.
std::string part_value(const Value& part, const Screen& screen) {
  const std::string error = part["error"].string_or();
  return error.empty() ? short_value(part["value"], screen) : error;
}

std::size_t number(const Value& value) {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, value.int_or()));
}

// The answer of the whole condition.
std::string answer_of(const Value& rule, const std::string& text) {
  if (rule["verdict"].string_or() == "error") return "error";
  for (const Value& part : items(rule, "conditions"))
    if (number(part["offset"]) == 0 && number(part["length"]) == text.size() &&
        part["value"].is(Value::Kind::Bool))
      return part["value"].as_bool() ? "yes" : "no";
  return rule["verdict"].string_or() == "condition_no" ? "no" : "";
}

std::vector<TracePart> drawn_parts(const Value& rule, const std::string& text, const Screen& screen) {
  std::vector<TracePart> parts;
  for (const Value& part : items(rule, "conditions")) {
    const std::size_t offset = number(part["offset"]);
    const bool whole =
        offset == 0 && number(part["length"]) == text.size();  // its value stands at the end of the line
    if (whole || offset > text.size() || !part["error"].string_or().empty()) continue;
    parts.push_back({display_width(std::string_view(text).substr(0, offset)), number(part["length"]),
                     part_value(part, screen)});
  }
  return parts;
}

// Parts one below the other, for expressions over several lines.
void list_parts(Page& page, const Value& rule, const Screen& screen) {
  std::vector<Pieces> rows;
  for (const Value& part : items(rule, "conditions"))
    rows.push_back({{part["text"].string_or()}, {part_value(part, screen)}});
  page.rows(rows, kTextColumn);
}

void add_condition(Page& page, const Value& rule, const Screen& screen) {
  const std::string text = rule["if"].string_or();
  if (text.empty()) return;
  const std::string margin(kTextColumn, ' ');
  const std::size_t first_end = std::min(text.find('\n'), text.size());
  const std::string first = padded("  if", kTextColumn) + text.substr(0, first_end);
  page.rows({{{padded(first, kVerdictColumn)}, word(answer_of(rule, text))}}, 0);
  const bool several_lines = first_end < text.size();
  if (several_lines) page.block(std::string_view(text).substr(first_end + 1), margin);
  if (several_lines)
    list_parts(page, rule, screen);
  else
    page.block(trace_drawing(drawn_parts(rule, text, screen)), margin);
  if (const std::string error = rule["error"].string_or(); !error.empty()) page.block(error, margin + "! ");
}

void add_guards(Page& page, const ValueList& guards) {
  std::string_view label = "  guard";
  std::vector<Pieces> rows;
  for (const Value& guard : guards) {
    const std::string sentence = guard["sentence"].string_or(guard["reason"].string_or());
    rows.push_back({{padded(label, kTextColumn) + spoken(guard["name"].string_or())},
                    word(guard["verdict"].string_or() == "allow" ? "ok" : guard["verdict"].string_or()),
                    {guard["counter"].is_null() ? "" : to_display(guard["counter"])},
                    {sentence}});
    label = "";
  }
  page.rows(rows, 0);
}

void add_rule(Page& page, const Value& rule, const Screen& screen) {
  page.line();
  page.rows({{{padded("rule " + rule["name"].string_or(), 28), Tone::Strong}, verdict_piece(rule)}}, 0);
  add_condition(page, rule, screen);
  add_guards(page, items(rule, "guards"));
  if (!rule["mode"].is_null()) page.line(padded("  mode", kTextColumn) + rule["mode"].string_or());
  const std::string place =
      rule["file"].string_or().empty() ? "" : rule["file"].string_or() + ":" + to_display(rule["line"]);
  if (const std::string fix = rule["fix"].string_or(); !fix.empty())
    page.rows({{{padded("  fix", kTextColumn) + fix}, typed(place)}}, 0);
}

}  // namespace

std::string explain_page(const Value& data, const Screen& screen) {
  Page page(screen);
  page.line(heading(data["event"], screen), Tone::Strong);
  const ValueList& rules = items(data, "rules");
  for (const Value& rule : rules) add_rule(page, rule, screen);
  if (rules.empty()) page.line("\nNo rule concerns this kind of event: none has it in its `when`.");
  if (const ValueList& decided = items(data, "decided"); !decided.empty()) {
    page.line();
    page.line("Decided then", Tone::Strong);
    page.block(timeline_text(decided, screen), "  ");
  }
  if (const std::string note = data["note"].string_or(); !note.empty()) {
    page.line();
    page.line(note);
  }
  return std::move(page).text();
}

}  // namespace balm::cli
