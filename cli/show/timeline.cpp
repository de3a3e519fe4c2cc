#include "cli/show/timeline.h"

#include <algorithm>

#include "cli/show/fields.h"
#include "cli/show/page.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

// "try 2" for an attempt's lines, "verify" whether it said yes or no.
std::string kind_text(const Value& line) {
  const std::string kind = line["kind"].string_or();
  const std::string attempt = line["attempt"].string_or();
  if (kind == "try" && !attempt.empty()) return "try " + attempt.substr(attempt.find('.') + 1);
  return kind == "verify_no" ? "verify" : spoken(kind);
}

Piece toned(const std::string& word) {
  return {word == "failed" ? "FAILED" : word, tone_of(word)};
}

// One word on how it went.
Piece mark_of(const Value& line) {
  const std::string kind = line["kind"].string_or();
  if (!line["mark"].is_null()) return toned(spoken(line["mark"].string_or()));
  if (kind == "verify") return toned("yes");
  if (kind == "verify_no") return toned("no");
  if (kind == "guard")
    return toned(line["verdict"].string_or() == "allow" ? "ok" : line["verdict"].string_or());
  if (kind == "result") {
    const std::string outcome = spoken(line["reason"].string_or());
    return toned(outcome == "succeeded" ? "ok" : outcome);
  }
  return {};
}

// "at once 1 of 2, rate 0 of 3": the numbers of the guards that have any.
std::string counters(const Value& detail) {
  std::string text;
  for (const Value& guard : items(detail, "guards")) {
    const std::string counter = guard["counter"].string_or();
    if (!counter.empty())
      text += (text.empty() ? "" : ", ") + spoken(guard["guard"].string_or()) + " " + counter;
  }
  return text;
}

std::string detail_of(const Value& line) {
  const Value& detail = line["detail"];
  if (line["kind"].string_or() == "match" && !line["rule"].string_or().empty())
    return line["text"].string_or();
  if (detail.is(Value::Kind::Map)) return counters(detail);
  return detail.is_null() ? "" : to_display(detail);
}

std::string text_of(const Value& line) {
  const std::string rule = line["rule"].string_or();
  return line["kind"].string_or() == "match" && !rule.empty() ? rule : line["text"].string_or();
}

}  // namespace

std::string timeline_text(const ValueList& timeline, const Screen& screen) {
  std::vector<Pieces> rows;
  std::vector<std::string> below;
  for (const Value& line : timeline) {
    const Value& took = line["took_us"];
    const std::string text = text_of(line);
    const std::size_t end = std::min(text.find('\n'), text.size());
    rows.push_back({{clock_text(line["at_ms"], screen), Tone::Dim},
                    {kind_text(line)},
                    {text.substr(0, end)},
                    mark_of(line),
                    {took.is_null() ? "" : took_text(took), Tone::Plain, true},
                    {detail_of(line)}});
    below.push_back((end < text.size() ? text.substr(end + 1) + "\n" : "") +
                    joined(items(line, "lines"), "\n"));
  }
  Page page(screen);
  page.rows(rows, 0, below);
  return std::move(page).text();
}

std::string became_text(const Value& line) {
  const std::string verdict = line["verdict"].string_or();
  const std::string rule = line["rule"].string_or();
  const std::string number = number_text(line["incident"]);
  if (verdict == "open") return number + " " + rule;
  if (verdict == "join") return number + " (same problem)";
  if (verdict == "clear") return "clears " + number;
  if (verdict == "error") return rule + " could not be evaluated: " + one_line(line["text"].string_or());
  return one_line(line["text"].string_or(verdict));
}

}  // namespace balm::cli
