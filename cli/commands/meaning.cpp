#include "cli/commands/meaning.h"

#include <algorithm>

#include "cli/documents.h"

namespace balm::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" `");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" `") - first + 1);
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// Splits "| a | b |" at bars that are not escaped.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cell += line[++i];
    } else if (line[i] == '|') {
      cells.emplace_back(std::string(cell));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return cells;
}

bool is_code(std::string_view word) {
  return word.size() == 4 && (word[0] == 'E' || word[0] == 'W' || word[0] == 'e' || word[0] == 'w') &&
         std::ranges::all_of(word.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string table_row(std::string_view document, std::string_view key) {
  while (!document.empty()) {
    const std::string_view line = next_line(document);
    if (!line.starts_with('|')) continue;
    const std::vector<std::string> cells = cells_of(line);
    if (cells.empty() || trimmed(cells.front()) != key) continue;
    std::string text;
    for (std::size_t i = 1; i < cells.size(); ++i)
      if (const std::string_view cell = trimmed(cells[i]); !cell.empty()) text += std::string(cell) + "\n";
    return text;
  }
  return "";
}

Result<Exit> explain_word(Call& call, const std::string& word) {
  if (is_code(word)) {
    std::string code = word;
    code[0] = code[0] == 'e' ? 'E' : (code[0] == 'w' ? 'W' : code[0]);
    const std::string text = table_row(errors_document(), code);
    if (text.empty())
      return Error{Error::Kind::NotFound, "there is no error code " + code,
                   "balm rules lint shows those in use"};
    return call.show_done(Value::map({{"code", code}, {"text", text}}), code + "\n" + text);
  }
  return Error{Error::Kind::NotFound,
               "\"" + word.substr(0, 64) + "\" is neither an incident, an event nor an error code",
               "balm explain 1042, balm explain @8812 or balm explain E304"};
}

}  // namespace balm::cli
