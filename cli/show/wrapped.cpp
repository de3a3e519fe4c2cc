#include "cli/show/wrapped.h"

#include <algorithm>

#include "common/utf8.h"

namespace balm::cli {

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  if (width <= indent) return std::string(text);
  const std::size_t room = width - indent;
  std::string lines;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, std::min(text.find(' '), text.size()));
    const std::size_t columns = display_width(word);
    if (used > 0 && used + 1 + columns > room) {
      lines += "\n" + std::string(indent, ' ');
      used = 0;
    } else if (!lines.empty()) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += columns;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return lines;
}

}  // namespace balm::cli
