#include "cli/show/trace_drawing.h"

#include <algorithm>
#include <limits>

#include "common/utf8.h"

namespace balm::cli {
namespace {

// Puts `text` at display column `column` of a line that is still shorter.
void put(std::string& line, std::size_t column, std::string_view text) {
  const std::size_t used = display_width(line);
  line.append(column > used ? column - used : 0, ' ');
  line += text;
}

std::string bars(const std::vector<TracePart>& parts) {
  std::string line;
  for (const TracePart& part : parts)
    if (line.empty() || display_width(line) <= part.column) put(line, part.column, "|");
  return line;
}

// Takes the values that fit on one line, from the right; the others are marked by a bar.
std::string values_line(std::vector<TracePart>& parts) {
  std::vector<TracePart> shown;
  std::vector<TracePart> rest;
  std::size_t free_until = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = parts.size(); i-- > 0;) {
    const TracePart& part = parts[i];
    const bool first_of_its_column = i == 0 || parts[i - 1].column != part.column;
    const bool fits = part.column + display_width(part.value) < free_until;
    if (fits && first_of_its_column) {
      shown.push_back(part);
      free_until = part.column;
      continue;
    }
    rest.push_back(part);
    if (!first_of_its_column) continue;
    if (part.column < free_until) shown.push_back({part.column, 0, "|"});
    free_until = std::min(free_until, part.column);
  }
  std::string line;
  for (auto part = shown.rbegin(); part != shown.rend(); ++part) put(line, part->column, part->value);
  parts.assign(rest.rbegin(), rest.rend());
  return line;
}

}  // namespace

std::string trace_drawing(std::vector<TracePart> parts) {
  std::ranges::sort(parts, [](const TracePart& a, const TracePart& b) {
    return a.column != b.column ? a.column < b.column : a.length < b.length;
  });
  if (parts.empty()) return "";
  std::string text = bars(parts) + "\n";
  while (!parts.empty()) text += values_line(parts) + "\n";
  return text;
}

}  // namespace balm::cli
