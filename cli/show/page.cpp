#include "cli/show/page.h"

#include <algorithm>
#include <utility>

#include "cli/show/fields.h"
#include "common/utf8.h"

namespace balm::cli {
namespace {

constexpr std::size_t kLabelWidth = 9;
constexpr std::size_t kGap = 2;

std::vector<std::size_t> widths_of(const std::vector<Pieces>& rows) {
  std::vector<std::size_t> widths;
  for (const Pieces& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i].text));
  }
  return widths;
}

}  // namespace

void Page::line(std::string_view text, Tone tone) {
  text_ += paint(text, tone, screen_) + "\n";
}

void Page::fact(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  text_ += padded(label, kLabelWidth) + one_line(text) + "\n";
}

std::string Page::row_text(const Pieces& row, const std::vector<std::size_t>& widths) const {
  std::string line;
  std::size_t owed = 0;  // spaces before the next text, so that no line ends in any
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (widths[i] == 0) continue;
    const std::size_t missing = widths[i] - display_width(row[i].text);
    if (!row[i].text.empty()) {
      line.append(owed + (row[i].right ? missing : 0), ' ');
      line += paint(one_line(row[i].text), row[i].tone, screen_);
      owed = 0;
    }
    owed += kGap + (row[i].right && !row[i].text.empty() ? 0 : missing);
  }
  return line;
}

void Page::rows(const std::vector<Pieces>& rows, std::size_t indent, const std::vector<std::string>& below) {
  const std::vector<std::size_t> widths = widths_of(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string line = std::string(indent, ' ') + row_text(rows[i], widths);
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + "\n";
    if (i < below.size()) block(below[i], "            |  ");
  }
}

void Page::block(std::string_view text, std::string_view margin) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = std::string(margin) + std::string(text.substr(0, end));
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

Piece word(std::string_view text) {
  return {std::string(text), tone_of(text)};
}

Piece typed(std::string text) {
  return {std::move(text), Tone::Dim};
}

}  // namespace balm::cli
