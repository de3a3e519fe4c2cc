#include "common/state/marked_block.h"

#include <cstddef>

#include <re2/re2.h>

namespace balm {

namespace {

std::string body_of(const MarkedBlock& block) {
  const bool add = block.append_newline ? *block.append_newline : !block.content.ends_with('\n');
  return block.content + (add ? "\n" : "");
}

std::string whole_of(const MarkedBlock& block) {
  std::string whole = block.begin + (block.begin.ends_with('\n') ? "" : "\n") + body_of(block) + block.end;
  if (!whole.ends_with('\n')) whole += '\n';
  return whole;
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t behind_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// Offset of the line that matches; npos when none does.
Result<std::size_t> find_line(std::string_view text, const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 compiled("(?m)" + pattern, options);
  if (!compiled.ok()) return Error{Error::Kind::Usage, "pattern: " + compiled.error(), "patterns are RE2's"};
  re2::StringPiece match;
  const re2::StringPiece whole(text.data(), text.size());
  if (!compiled.Match(whole, 0, text.size(), RE2::UNANCHORED, &match, 1)) return std::string::npos;
  return line_begin(text, static_cast<std::size_t>(match.data() - whole.data()));
}

Result<std::string> add_block(std::string_view text, const MarkedBlock& block) {
  if (block.prepend_if_not_found) return whole_of(block) + std::string(text);
  std::string grown(text);
  if (block.append_if_not_found) {
    if (!grown.empty() && grown.back() != '\n') grown += '\n';
    return grown + whole_of(block);
  }
  for (const bool after : {false, true}) {
    const std::string& pattern = after ? block.insert_after : block.insert_before;
    if (pattern.empty()) continue;
    const auto line = find_line(text, pattern);
    if (!line) return line.error();
    if (*line == std::string::npos) continue;
    const std::size_t at = after ? behind_line(text, *line) : *line;
    if (at == grown.size() && !grown.empty() && grown.back() != '\n') grown += '\n';
    grown.insert(at == text.size() ? grown.size() : at, whole_of(block));
    return grown;
  }
  return Error{Error::Kind::Usage, "Cannot edit marked block. Markers were not found in file.", ""};
}

}  // namespace

Result<std::string> with_block(std::string_view text, const MarkedBlock& block) {
  // An empty text stands everywhere: what it marks would be the whole file.
  if (block.begin.empty() || block.end.empty())
    return Error{Error::Kind::Usage, "marker_start and marker_end must not be empty", ""};
  const std::size_t begin = text.find(block.begin);
  if (begin == std::string_view::npos) {
    if (text.find(block.end) != std::string_view::npos)
      return Error{Error::Kind::Usage, "the end marker stands in the file but not the start marker", ""};
    return add_block(text, block);
  }
  const std::size_t body = behind_line(text, begin);
  const std::size_t end = text.find(block.end, body);
  if (end == std::string_view::npos)
    return Error{Error::Kind::Usage, "Unterminated marked block. End of file reached before marker_end.", ""};
  // With append_newline false the end marker may stand behind the content on its line.
  const std::size_t stop = block.append_newline == false ? end : line_begin(text, end);
  return std::string(text.substr(0, body)) + body_of(block) + std::string(text.substr(stop));
}

}  // namespace balm
