#include "common/yaml/scalar_scan.h"

#include <algorithm>
#include <cstdint>

#include "common/invariant.h"

namespace balm {
namespace {

using Style = YamlNode::Style;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Walks source and text side by side. Source bytes that stand for themselves make one run; escapes and folded
// line ends start a new one.
class Walk {
 public:
  Walk(std::string_view source, std::size_t at, std::string_view text)
      : source_(source), at_(at), text_(text) {}

  bool text_done() const { return text_at_ == text_.size(); }
  bool source_done() const { return at_ == source_.size(); }
  std::size_t at() const { return at_; }
  char next() const { return source_[at_]; }
  char after_next() const { return at_ + 1 < source_.size() ? source_[at_ + 1] : '\0'; }
  bool same() const { return !text_done() && !source_done() && next() == text_[text_at_]; }
  bool at_space() const { return !source_done() && (is_blank(next()) || next() == '\n'); }

  void match() {
    if (fresh_) runs_.push_back({text_at_, at_});
    fresh_ = false;
    ++at_;
    ++text_at_;
  }

  // A piece of source that stands for `text_length` other bytes.
  void replace(std::size_t source_length, std::size_t text_length) {
    runs_.push_back({text_at_, at_});
    at_ = std::min(source_.size(), at_ + source_length);
    text_at_ = std::min(text_.size(), text_at_ + text_length);
    fresh_ = true;
  }

  // A line end with the blanks around it stands for one space, or for one line end less than there are.
  void fold() {
    skip_space();
    if (!text_done() && text_[text_at_] == ' ') ++text_at_;
    while (!text_done() && text_[text_at_] == '\n') ++text_at_;
    fresh_ = true;
  }

  void skip_space() {
    while (at_space()) ++at_;
  }

  std::vector<YamlNode::Run> take_runs() { return std::move(runs_); }

 private:
  std::string_view source_;
  std::size_t at_;
  std::string_view text_;
  std::size_t text_at_ = 0;
  bool fresh_ = true;
  std::vector<YamlNode::Run> runs_;
};

ScalarScan scan_plain(Walk walk) {
  while (!walk.text_done()) {
    if (walk.same() && walk.next() != '\n') {
      walk.match();
    } else if (walk.at_space()) {
      walk.fold();
    } else {
      break;
    }
  }
  return {Style::Plain, walk.at(), walk.take_runs()};
}

ScalarScan scan_single_quoted(Walk walk) {
  while (!walk.source_done()) {
    if (walk.next() == '\'') {
      if (walk.after_next() != '\'') break;
      walk.replace(2, 1);
    } else if (walk.same() && walk.next() != '\n') {
      walk.match();
    } else if (walk.at_space()) {
      walk.fold();
    } else {
      break;
    }
  }
  return {Style::SingleQuoted, walk.at() + 1, walk.take_runs(), !walk.source_done()};
}

std::size_t utf8_length(std::uint32_t code_point) {
  return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

struct Escape {
  std::size_t source_length = 2;
  std::size_t text_length = 1;
};

// YAML 1.2, 5.7: \x41 \u263A \U0001F600; \L and \P are three bytes in UTF-8. (yaml-cpp makes one byte of \N
// and \_, which is no UTF-8; such texts are refused.)
Escape read_escape(std::string_view source) {
  const char letter = source.size() > 1 ? source[1] : '\0';
  if (letter == 'L' || letter == 'P') return {2, 3};
  const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0) return {2, 1};
  std::uint32_t code_point = 0;
  for (std::size_t i = 2; i < 2 + digits && i < source.size(); ++i) {
    const char c = source[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    code_point = code_point * 16 + (static_cast<std::uint32_t>(digit) & 0xFu);
  }
  return {2 + digits, utf8_length(code_point)};
}

ScalarScan scan_double_quoted(std::string_view source, Walk walk) {
  while (!walk.source_done() && walk.next() != '"') {
    if (walk.next() == '\\' && walk.after_next() == '\n') {
      walk.replace(2, 0);
      walk.skip_space();
    } else if (walk.next() == '\\') {
      const Escape escape = read_escape(source.substr(walk.at()));
      walk.replace(escape.source_length, escape.text_length);
    } else if (walk.same() && walk.next() != '\n') {
      walk.match();
    } else if (walk.at_space()) {
      walk.fold();
    } else {
      break;
    }
  }
  return {Style::DoubleQuoted, walk.at() + 1, walk.take_runs(), !walk.source_done()};
}

// Line by line: what stands in a line after its blanks is found in the text after the blanks and line ends
// there. So neither indentation nor folding rules have to be known.
ScalarScan scan_block(std::string_view source, std::size_t begin, std::string_view text) {
  ScalarScan scan{source[begin] == '|' ? Style::Literal : Style::Folded, begin + 1, {}};
  std::size_t line = source.find('\n', begin);
  for (std::size_t done = 0; line != std::string_view::npos;) {
    std::size_t at = line + 1;
    line = source.find('\n', at);
    const std::size_t line_end = line == std::string_view::npos ? source.size() : line;
    while (at < line_end && source[at] == ' ') ++at;
    const std::string_view content = source.substr(at, line_end - at);
    if (content.empty()) continue;
    while (done < text.size() && (text[done] == ' ' || text[done] == '\n')) ++done;
    if (done == text.size() || text.substr(done, content.size()) != content) break;
    std::size_t spaces = 0;  // deeper indentation belongs to the text
    while (spaces < done && text[done - spaces - 1] == ' ' && source[at - spaces - 1] == ' ') ++spaces;
    scan.runs.push_back({done - spaces, at - spaces});
    done += content.size();
    scan.end = line_end;
  }
  return scan;
}

}  // namespace

ScalarScan scan_scalar(std::string_view source, std::size_t begin, std::string_view text, bool plain) {
  if (begin >= source.size()) return {Style::Plain, source.size(), {}};
  const char first = source[begin];
  ScalarScan scan;
  if (plain) {
    scan = scan_plain(Walk(source, begin, text));
  } else if (first == '\'') {
    scan = scan_single_quoted(Walk(source, begin + 1, text));
  } else if (first == '"') {
    scan = scan_double_quoted(source, Walk(source, begin + 1, text));
  } else if (first == '|' || first == '>') {
    scan = scan_block(source, begin, text);
  } else {
    scan.end = begin + 1;
  }
  scan.end = std::min(scan.end, source.size());
  return scan;
}

}  // namespace balm
