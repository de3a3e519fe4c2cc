#include "common/issue.h"

#include <algorithm>

namespace balm {
namespace {

// Tabs are kept so that the caret stays under its character in a terminal.
std::string caret_line(const Issue& issue) {
  std::string caret;
  for (int column = 1; column < issue.place.column; ++column) {
    const auto at = static_cast<std::size_t>(column - 1);
    caret += at < issue.excerpt.size() && issue.excerpt[at] == '\t' ? '\t' : ' ';
  }
  const int width = std::max(1, issue.place.end_column - issue.place.column);
  caret.append(static_cast<std::size_t>(width), '^');
  return caret;
}

std::string place_text(const Place& place) {
  std::string text = place.source;
  if (place.line > 0) text += ":" + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
  return text;
}

}  // namespace

std::string render(const Issue& issue) {
  std::string text = place_text(issue.place);
  if (!text.empty()) text += ": ";
  text += issue.is_error() ? "error" : "warning";
  if (!issue.code.empty()) text += " " + issue.code;
  text += ": " + issue.message + "\n";
  if (!issue.excerpt.empty() && issue.place.column > 0) {
    const std::string number = std::to_string(issue.place.line);
    text += "  " + number + " | " + issue.excerpt + "\n";
    text += "  " + std::string(number.size(), ' ') + " | " + caret_line(issue);
    if (!issue.guess.empty()) text += " " + issue.guess;
    text += "\n";
  } else if (!issue.guess.empty()) {
    text += "  " + issue.guess + "\n";
  }
  return text;
}

std::string render(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues) text += render(issue);
  return text;
}

}  // namespace balm
