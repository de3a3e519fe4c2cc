#include "common/yaml/yaml_text.h"

#include <algorithm>

#include "common/utf8.h"
#include "common/yaml/source_check.h"

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

}  // namespace

YamlText::YamlText(std::string_view source, std::string_view text)
    : source_(source), text_(with_plain_line_ends(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
}

std::string_view YamlText::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > line_starts_.size()) return {};
  const auto at = static_cast<std::size_t>(number);
  const std::size_t start = line_starts_[at - 1];
  const std::size_t end = at < line_starts_.size() ? line_starts_[at] - 1 : text_.size();
  return text().substr(start, end - start);
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

std::string YamlText::block_at(std::size_t offset) const {
  const auto first_line = static_cast<std::size_t>(line_of(offset));  // from 1: also the place of the next
  const std::size_t start = line_starts_[first_line - 1];
  const std::size_t depth = offset - start;
  std::size_t end = line_end(offset);
  for (std::size_t next = first_line; next < line_starts_.size(); ++next) {
    const std::string_view line = this->line(static_cast<int>(next + 1));
    const std::size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) continue;
    if (first <= depth) break;
    end = line_starts_[next] + line.size();
  }
  return text_.substr(start, end - start) + "\n";
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
  const std::string_view raw = cut_to_bytes(line(place.line), kExcerptBytesMax);
  std::string shown;
  for (std::size_t at = 0; at < raw.size();) {
    const std::string_view character = raw.substr(at, utf8_at(raw, at).size);
    shown += find_bad_character(character) ? std::string_view("?") : character;
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
