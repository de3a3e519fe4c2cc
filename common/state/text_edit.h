// Edits of texts as the file module makes them: pure, text in, text out, and nothing to do the second time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace balm {

struct Edited {
  std::string text;
  std::size_t lines = 0;  // added or changed
};

// Lines of `chunks` that `text` does not hold go to its end, or its start. A chunk of several lines is looked
// for as a whole. `ignore_whitespace`: spacing between words and around lines does not count.
Edited append_missing(std::string_view text, const std::vector<std::string>& chunks, bool ignore_whitespace);
Edited prepend_missing(std::string_view text, const std::vector<std::string>& chunks);

// Whether `chunk` stands in `text` as whole lines.
bool holds_lines(std::string_view text, std::string_view chunk, bool ignore_whitespace);

// The first lines of the text are these; what was there before stays behind them.
Edited with_header(std::string_view text, const std::vector<std::string>& chunks);

struct Replacement {
  std::string pattern;     // RE2
  std::string with;        // \1 is a group, \\ a backslash
  std::int64_t count = 0;  // 0: all
  bool ignore_case = false;
  bool multiline = true;  // ^ and $ match at lines
  bool dot_all = false;
  bool literal_backslash = false;
  bool append_if_not_found = false;
  bool prepend_if_not_found = false;
  std::string not_found_content;  // empty: `with`
};

// Errors: Kind::Usage for a pattern RE2 does not take, or a group it does not have.
Result<Edited> replace_matches(std::string_view text, const Replacement& replacement);

// The text's lines without their ends; "a\n" is one line.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace balm
