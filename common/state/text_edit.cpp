#include "common/state/text_edit.h"

#include <algorithm>
#include <utility>

#include <re2/re2.h>

#include "common/limits.h"

namespace balm {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
  }
  return words;
}

// Whether the words follow from `at` on, any space or none between them, and nothing else on the last line.
bool words_follow(std::string_view text, std::size_t at, const std::vector<std::string_view>& words) {
  for (const std::string_view word : words) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (text.substr(at, word.size()) != word) return false;
    at += word.size();
  }
  while (at < text.size() && is_space(text[at]) && text[at] != '\n') ++at;
  return at == text.size() || text[at] == '\n';
}

template <class Matches>
bool some_line_begin(std::string_view text, Matches matches) {
  for (std::size_t at = 0; at <= text.size();) {
    if (matches(at)) return true;
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return false;
    at = end + 1;
  }
  return false;
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

Edited missing_lines(std::string_view text, const std::vector<std::string>& chunks, bool ignore_whitespace) {
  Edited edited;
  for (const std::string& chunk : chunks) {
    if (holds_lines(text, chunk, ignore_whitespace)) continue;
    for (const std::string_view line : lines_of(chunk)) {
      edited.text += std::string(line) + "\n";
      ++edited.lines;
    }
  }
  return edited;
}

RE2::Options options_of(const Replacement& replacement) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!replacement.ignore_case);
  options.set_dot_nl(replacement.dot_all);
  options.set_max_mem(8 << 20);
  return options;
}

// Puts groups into the replacement: \1 to \9, \g<1>, \n, \t and \\.
class Expansion {
 public:
  Expansion(const Replacement& replacement, int groups) : template_(replacement.with), groups_(groups) {
    literal_ = replacement.literal_backslash;
  }

  Result<void> check() const {
    std::vector<re2::StringPiece> none(static_cast<std::size_t>(groups_) + 1);
    std::string ignored;
    return expand(none, ignored);
  }

  Result<void> expand(const std::vector<re2::StringPiece>& groups, std::string& out) const {
    for (std::size_t i = 0; i < template_.size(); ++i) {
      if (literal_ || template_[i] != '\\' || i + 1 == template_.size()) {
        out += template_[i];
        continue;
      }
      const char next = template_[++i];
      if (next == 'n')
        out += '\n';
      else if (next == 't')
        out += '\t';
      else if (next >= '0' && next <= '9') {
        if (auto added = add_group(groups, next - '0', out); !added) return added;
      } else if (template_.compare(i, 2, "g<") == 0) {
        const std::size_t close = template_.find('>', i);
        const std::string number = template_.substr(i + 2, close == std::string::npos ? 0 : close - i - 2);
        if (number.empty() || number.size() > 2 ||
            number.find_first_not_of("0123456789") != std::string::npos)
          return Error{Error::Kind::Usage, "`\\g<` is followed by a group's number and `>`", ""};
        if (auto added = add_group(groups, std::stoi(number), out); !added) return added;
        i = close;
      } else {
        out += next;
      }
    }
    return {};
  }

 private:
  Result<void> add_group(const std::vector<re2::StringPiece>& groups, int number, std::string& out) const {
    if (number > groups_)
      return Error{Error::Kind::Usage, "the pattern has no group " + std::to_string(number), ""};
    const re2::StringPiece& group = groups[static_cast<std::size_t>(number)];
    out.append(group.data() ? group.data() : "", group.size());
    return {};
  }

  const std::string& template_;
  int groups_;
  bool literal_ = false;
};

Result<Edited> replace_all(const RE2& pattern, std::string_view text, const Replacement& replacement) {
  const Expansion expansion(replacement, pattern.NumberOfCapturingGroups());
  if (auto fine = expansion.check(); !fine) return fine.error();
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1);
  const re2::StringPiece whole(text.data(), text.size());
  Edited edited;
  std::size_t at = 0;
  const auto more = [&] {
    return replacement.count <= 0 || edited.lines < static_cast<std::size_t>(replacement.count);
  };
  while (at <= text.size() && more() &&
         pattern.Match(whole, at, text.size(), RE2::UNANCHORED, groups.data(),
                       static_cast<int>(groups.size()))) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - whole.data());
    edited.text.append(text, at, begin - at);
    (void)expansion.expand(groups, edited.text);
    ++edited.lines;
    at = begin + groups[0].size();
    if (!groups[0].empty()) continue;
    if (at < text.size()) edited.text += text[at];  // an empty match: step on, or it matches here for ever
    ++at;
  }
  if (at < text.size()) edited.text.append(text, at);
  return edited;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool holds_lines(std::string_view text, std::string_view chunk, bool ignore_whitespace) {
  if (ignore_whitespace) {
    const auto words = words_of(chunk);
    return some_line_begin(text, [&](std::size_t at) { return words_follow(text, at, words); });
  }
  const std::string_view wanted = without_line_end(chunk);
  return some_line_begin(text, [&](std::size_t at) {
    if (text.substr(at, wanted.size()) != wanted) return false;
    const std::size_t end = at + wanted.size();
    return end == text.size() || text[end] == '\n';
  });
}

Edited append_missing(std::string_view text, const std::vector<std::string>& chunks, bool ignore_whitespace) {
  Edited edited = missing_lines(text, chunks, ignore_whitespace);
  std::string whole(text);
  if (edited.lines > 0 && !whole.empty() && whole.back() != '\n') whole += '\n';
  edited.text = whole + edited.text;
  return edited;
}

Edited prepend_missing(std::string_view text, const std::vector<std::string>& chunks) {
  Edited edited = missing_lines(text, chunks, true);
  edited.text += text;
  return edited;
}

Edited with_header(std::string_view text, const std::vector<std::string>& chunks) {
  Edited edited;
  for (const std::string& chunk : chunks)
    for (const std::string_view line : lines_of(chunk)) {
      edited.text += std::string(line) + "\n";
      ++edited.lines;
    }
  if (text.starts_with(edited.text)) return {std::string(text), 0};
  edited.text += text;
  return edited;
}

Result<Edited> replace_matches(std::string_view text, const Replacement& replacement) {
  if (replacement.pattern.size() > limits::kPatternBytesMax)
    return Error{Error::Kind::Usage, "the pattern is too long", ""};
  const std::string pattern = (replacement.multiline ? "(?m)" : "") + replacement.pattern;
  const RE2 compiled(pattern, options_of(replacement));
  if (!compiled.ok()) return Error{Error::Kind::Usage, "pattern: " + compiled.error(), "patterns are RE2's"};
  auto edited = replace_all(compiled, text, replacement);
  if (!edited || edited->lines > 0) return edited;
  if (!replacement.append_if_not_found && !replacement.prepend_if_not_found) return edited;
  const std::string& content =
      replacement.not_found_content.empty() ? replacement.with : replacement.not_found_content;
  if (holds_lines(text, content, false)) return edited;
  return replacement.append_if_not_found ? append_missing(text, {content}, false)
                                         : with_header(text, {content});
}

}  // namespace balm
