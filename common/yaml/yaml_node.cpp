#include "common/yaml/yaml_node.h"

#include <algorithm>

namespace balm {
namespace {

std::size_t source_offset(const YamlNode& node, std::size_t text_offset) {
  const auto after =
      std::upper_bound(node.runs.begin(), node.runs.end(), text_offset,
                       [](std::size_t at, const YamlNode::Run& run) { return at < run.text_offset; });
  const YamlNode::Run run = after == node.runs.begin() ? YamlNode::Run{0, node.begin} : *(after - 1);
  const std::size_t at = run.source_offset + (text_offset - run.text_offset);
  return std::min(at, node.origin->line_end(run.source_offset));
}

// Offset in `text` of line and column (from 1, bytes); past the end: the end.
std::size_t text_offset(std::string_view text, int line, int column) {
  std::size_t start = 0;
  for (; line > 1; --line) {
    const std::size_t line_feed = text.find('\n', start);
    if (line_feed == std::string_view::npos) return text.size();
    start = line_feed + 1;
  }
  return std::min(text.size(), start + static_cast<std::size_t>(std::max(0, column - 1)));
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries)
    if (entry.key.text == key) return &entry.value;
  return nullptr;
}

Place YamlNode::place() const {
  if (!origin) return {};
  return origin->place(begin, end);
}

Place YamlNode::place_at(std::size_t text_offset, std::size_t length) const {
  if (!origin) return {};
  const std::size_t from = source_offset(*this, text_offset);
  const std::size_t to = length == 0 ? from : source_offset(*this, text_offset + length - 1) + 1;
  return origin->place(from, to);
}

Issue YamlNode::error(std::string_view code, std::string message, std::string guess) const {
  Issue issue = error_at(place(), code, std::move(message));
  issue.guess = std::move(guess);
  return issue;
}

Issue YamlNode::error_at(const Place& at, std::string_view code, std::string message) const {
  Issue issue;
  issue.code = code;
  issue.message = std::move(message);
  issue.place = at;
  if (origin) issue.excerpt = origin->excerpt(at);
  return issue;
}

std::string_view kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::Null:
      return "nothing";
    case YamlNode::Kind::Scalar:
      return "text";
    case YamlNode::Kind::Sequence:
      return "a list";
    case YamlNode::Kind::Map:
      return "a map";
  }
  return "nothing";
}

void relocate(Issues& issues, const YamlNode& node) {
  for (Issue& issue : issues) {
    const std::size_t at = text_offset(node.text, issue.place.line, issue.place.column);
    const int width = std::max(0, issue.place.end_column - issue.place.column);
    issue.place = node.place_at(at, static_cast<std::size_t>(width));
    if (node.origin) issue.excerpt = node.origin->excerpt(issue.place);
  }
}

}  // namespace balm
