#include "common/state/line_comment.h"

#include <re2/re2.h>

#include "common/limits.h"
#include "common/state/text_edit.h"

namespace balm {

namespace {

// The pattern without its anchors, which would not match behind a comment sign.
std::string without_anchors(std::string pattern) {
  if (pattern.starts_with('^')) pattern.erase(0, 1);
  if (pattern.ends_with('$') && !pattern.ends_with("\\$")) pattern.pop_back();
  return pattern;
}

RE2::Options quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

struct LinePatterns {
  LinePatterns(const LineComment& comment)
      : plain("^(\\s*)(" + body(comment) + ")", quiet()),
        signed_line("^(\\s*)" + RE2::QuoteMeta(comment.sign) + "(\\s*)(" + body(comment) + ")", quiet()) {}

  // Unanchored patterns may match anywhere in the line.
  static std::string body(const LineComment& comment) {
    const bool at_begin = comment.regex.starts_with('^');
    const bool at_end = comment.regex.ends_with('$') && !comment.regex.ends_with("\\$");
    return (at_begin ? "" : ".*?") + ("(?:" + without_anchors(comment.regex) + ")") + (at_end ? "$" : "");
  }

  RE2 plain;        // 1: spaces
  RE2 signed_line;  // 1: spaces before the sign, 2: behind it
};

Result<void> check(const LineComment& comment, const LinePatterns& patterns) {
  if (comment.regex.size() <= limits::kPatternBytesMax && patterns.plain.ok()) return {};
  return Error{Error::Kind::Usage, "pattern: " + patterns.plain.error(), "patterns are RE2's"};
}

// `change`: the new line, or the same for a line that stays.
template <class Change>
std::string each_line(std::string_view text, Change change) {
  std::string changed;
  for (const std::string_view line : lines_of(text)) changed += change(line) + "\n";
  if (!text.ends_with('\n') && !changed.empty()) changed.pop_back();
  return changed;
}

}  // namespace

Result<Commented> comment_lines(std::string_view text, const LineComment& comment) {
  const LinePatterns patterns(comment);
  if (auto fine = check(comment, patterns); !fine) return fine.error();
  Commented result;
  result.text = each_line(text, [&](std::string_view line) {
    const re2::StringPiece piece(line.data(), line.size());
    std::string spaces;
    if (RE2::PartialMatch(piece, patterns.signed_line)) {
      if (result.state == Commented::State::Missing) result.state = Commented::State::Already;
    } else if (RE2::PartialMatch(piece, patterns.plain, &spaces)) {
      result.state = Commented::State::Changed;
      return spaces + comment.sign + std::string(line.substr(spaces.size()));
    }
    return std::string(line);
  });
  return result;
}

Result<Commented> uncomment_lines(std::string_view text, const LineComment& comment) {
  const LinePatterns patterns(comment);
  if (auto fine = check(comment, patterns); !fine) return fine.error();
  Commented result;
  result.text = each_line(text, [&](std::string_view line) {
    const re2::StringPiece piece(line.data(), line.size());
    std::string before;
    std::string behind;
    if (RE2::PartialMatch(piece, patterns.signed_line, &before, &behind)) {
      result.state = Commented::State::Changed;
      return before + std::string(line.substr(before.size() + comment.sign.size() + behind.size()));
    }
    if (RE2::PartialMatch(piece, patterns.plain) && result.state == Commented::State::Missing)
      result.state = Commented::State::Already;
    return std::string(line);
  });
  return result;
}

}  // namespace balm
