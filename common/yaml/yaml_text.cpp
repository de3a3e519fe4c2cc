#include "common/yaml/yaml_text.h"

#include <algorithm>

#include "common/invariant.h"

namespace balm {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kExcerptBytesMax = 240;
constexpr int kExcerptColumnMax = 200;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

int characters(std::string_view bytes) {
  return static_cast<int>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return !continues_character(c); }));
}

std::string with_plain_line_ends(std::string_view text) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_line_feed = i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] != '\r' || !before_line_feed) out += text[i];
  }
  return out;
}

// Length of the UTF-8 character at `at`, 0 when the bytes there are none. Only for printing: finer points
// (overlong forms, surrogates) are judged when the file is read.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80u    ? 1
                             : first >= 0xF0u ? 4
                             : first >= 0xE0u ? 3
                             : first >= 0xC2u ? 2
                                              : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues_character(text[at + i])) return 0;
  return length;
}

bool obeyed_by_terminals(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F;
  if (character.size() == 2)
    return character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0u;
  return character.substr(0, 2) == "\xE2\x80" ||
         character.substr(0, 2) == "\xE2\x81";  // bidi controls, U+2028
}

}  // namespace

YamlText::YamlText(std::string_view source, std::string_view text)
    : source_(source), text_(with_plain_line_ends(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
}

std::string_view YamlText::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > line_starts_.size()) return {};
  const std::size_t start = line_starts_[static_cast<std::size_t>(number) - 1];
  return text().substr(start, line_end(start) - start);
}

int YamlText::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<int>(after - line_starts_.begin());
}

std::size_t YamlText::line_start(std::size_t offset) const {
  return line_starts_[static_cast<std::size_t>(line_of(offset)) - 1];
}

std::size_t YamlText::line_end(std::size_t offset) const {
  const auto next = static_cast<std::size_t>(line_of(offset));
  return next < line_starts_.size() ? line_starts_[next] - 1 : text_.size();
}

Place YamlText::place(std::size_t begin, std::size_t end) const {
  begin = std::min(begin, text_.size());
  end = std::clamp(end, begin, line_end(begin));
  const std::size_t start = line_start(begin);
  const int column = 1 + characters(text().substr(start, begin - start));
  return {source_, line_of(begin), column, column + characters(text().substr(begin, end - begin))};
}

std::string YamlText::excerpt(const Place& place) const {
  if (place.column > kExcerptColumnMax) return {};
  const std::string_view raw = line(place.line).substr(0, kExcerptBytesMax);
  std::string shown;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t length = character_length(raw, at);
    const std::string_view character = raw.substr(at, std::max<std::size_t>(1, length));
    const bool printable = length > 0 && (raw[at] == '\t' || !obeyed_by_terminals(character));
    shown += printable ? character : std::string_view("?");
    at += character.size();
  }
  return shown;
}

Issue YamlText::error(std::string_view code, std::string message, std::size_t begin, std::size_t end) const {
  Issue issue;
  issue.code = code;
  issue.message = std::move(message);
  issue.place = place(begin, end);
  issue.excerpt = excerpt(issue.place);
  return issue;
}

}  // namespace balm
