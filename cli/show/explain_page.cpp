#include "cli/show/explain_page.h"

#include <algorithm>

#include "cli/show/event_page.h"
#include "cli/show/fields.h"
#include "cli/show/page.h"
#include "cli/show/times.h"
#include "cli/show/trace_drawing.h"
#include "common/utf8.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

constexpr std::size_t kTextColumn = 9;   // "  if     "
constexpr std::size_t kVerdictColumn = 70;
constexpr std::size_t kValueWidthMax = 60;

std::string heading(const Value& event, const Screen& screen) {
  std::string text = "event " + event_name(event) + "  " + event["type"].string_or();
  if (!event["host"].string_or().empty()) text += "  host " + event["host"].string_or();
  if (!event["instance"].string_or().empty()) text += "  " + event["instance"].string_or();
  if (!event["status"].is_null()) text += "  status " + event["status"].string_or();
  return text + "       " + when_text(event["at_ms"], screen);
}

// "MATCHED -> incident #1043", "no", "could not be evaluated"
Piece verdict_piece(const Value& rule) {
  const std::string verdict = rule["verdict"].string_or();
  if (verdict == "matched") {
    const std::string incident = rule["incident"].is_null() ? "" : " -> incident " + number_text(rule["incident"]);
    return {"MATCHED" + incident, Tone::Good};
  }
  if (verdict == "error") return {"could not be evaluated            <- look at this", Tone::Bad};
  return {spoken(verdict), Tone::Plain};
}

std::string short_value(const Value& value, const Screen& screen) {
  const std::string text = value.is(Value::Kind::String) ? to_json(value) : to_display(value);
  if (display_width(text) <= kValueWidthMax) return text;
  return screen.utf8 ? cut_to_width(text, kValueWidthMax) : text.substr(0, kValueWidthMax - 1) + "~";
}

std::string verdict_word(const Value& condition) {
  const Value& value = condition["value"];
  if (!condition["error"].is_null()) return "error";
  if (value.is(Value::Kind::Bool)) return value.as_bool() ? "yes" : "no";
  return value.is_null() ? "" : to_display(value);
}

// Whether the drawing can stand below the text: one line, and the parts' places lie in it.
bool can_draw(const Value& condition) {
  return !items(condition, "trace").empty() && condition["text"].string_or().find('\n') == std::string::npos;
}

std::vector<TracePart> parts_of(const Value& condition, const Screen& screen) {
  const std::string text = condition["text"].string_or();
  std::vector<TracePart> parts;
  for (const Value& entry : items(condition, "trace")) {
    const auto offset = static_cast<std::size_t>(std::max<std::int64_t>(0, entry["offset"].int_or()));
    if (offset > text.size()) continue;
    const std::string value = entry["error"].is_null() ? short_value(entry["value"], screen) : entry["error"].string_or();
    parts.push_back({display_width(std::string_view(text).substr(0, offset)),
                     static_cast<std::size_t>(std::max<std::int64_t>(0, entry["length"].int_or())), value});
  }
  return parts;
}

// Parts listed one below the other, for expressions over several lines.
void list_parts(Page& page, const Value& condition, const Screen& screen) {
  std::vector<Pieces> rows;
  for (const Value& entry : items(condition, "trace")) {
    const std::string value = entry["error"].is_null() ? short_value(entry["value"], screen) : entry["error"].string_or();
    rows.push_back({{entry["text"].string_or()}, {value}});
  }
  page.rows(rows, kTextColumn);
}

void add_condition(Page& page, const Value& condition, const Screen& screen) {
  const std::string margin(kTextColumn, ' ');
  const std::string text = condition["text"].string_or();
  const std::string label = padded("  " + condition["key"].string_or("if"), kTextColumn);
  const std::size_t first_end = std::min(text.find('\n'), text.size());
  const std::string first = label + text.substr(0, first_end);
  page.rows({{{padded(first, kVerdictColumn)}, word(verdict_word(condition))}}, 0);
  if (first_end < text.size()) page.block(std::string_view(text).substr(first_end + 1), margin);
  if (can_draw(condition))
    page.block(trace_drawing(parts_of(condition, screen)), margin);
  else
    list_parts(page, condition, screen);
  if (const std::string error = condition["error"].string_or(); !error.empty()) page.block(error, margin + "| ");
}

void add_guards(Page& page, const ValueList& guards) {
  std::string_view label = "  guard";
  std::vector<Pieces> rows;
  for (const Value& guard : guards) {
    const std::string counter = guard["counter"].is_null() ? "" : to_display(guard["counter"]);
    const std::string sentence = guard["sentence"].string_or(guard["reason"].string_or());
    rows.push_back({{padded(label, kTextColumn) + guard["name"].string_or()},
                    word(guard["verdict"].string_or() == "allow" ? "ok" : guard["verdict"].string_or()),
                    {counter},
                    {sentence}});
    label = "";
  }
  page.rows(rows, 0);
}

void add_rule(Page& page, const Value& rule, const Screen& screen) {
  page.line();
  page.rows({{{padded("rule " + rule["name"].string_or(), 28), Tone::Strong}, verdict_piece(rule)}}, 0);
  for (const Value& condition : items(rule, "conditions")) add_condition(page, condition, screen);
  add_guards(page, items(rule, "guards"));
  if (!rule["mode"].is_null()) page.line(padded("  mode", kTextColumn) + rule["mode"].string_or());
  const std::string place = rule["place"].string_or();
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
  if (const std::string note = data["note"].string_or(); !note.empty()) {
    page.line();
    page.line(note);
  }
  return std::move(page).text();
}

}  // namespace balm::cli
