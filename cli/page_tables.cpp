#include "cli/page_tables.h"

#include <algorithm>

namespace balm::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// Splits "| a | b |" at bars that are not escaped.
TableRow cells_of(std::string_view line) {
  TableRow cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cell += line[++i];
    } else if (line[i] == '|') {
      cells.emplace_back(trimmed(cell));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return cells;
}

std::string plain(std::string_view name) {
  std::string text;
  for (const char c : name)
    if (c != '`' && c != '[' && c != ']' && c != ' ') text += c;
  return text;
}

}  // namespace

std::vector<TableRow> table_rows(std::string_view document, std::string_view section) {
  std::vector<TableRow> rows;
  bool in_section = section.empty();
  bool in_body = false;
  while (!document.empty()) {
    const std::string_view line = next_line(document);
    if (line.starts_with("## ") && !section.empty()) in_section = trimmed(line.substr(3)) == section;
    if (line.starts_with("|-") || line.starts_with("| -")) {
      in_body = true;
    } else if (!line.starts_with('|')) {
      in_body = false;
    } else if (in_body && in_section) {
      rows.push_back(cells_of(line));
    }
  }
  return rows;
}

bool names_field(std::string_view cell, std::string_view field, bool and_below) {
  const std::string wanted = plain(field);
  while (!cell.empty()) {
    const std::size_t comma = std::min(cell.find(','), cell.size());
    const std::string name = plain(cell.substr(0, comma));
    cell.remove_prefix(std::min(comma + 1, cell.size()));
    if (name == wanted || (and_below && name.starts_with(wanted + "."))) return true;
  }
  return false;
}

}  // namespace balm::cli
