// Commenting lines out and in by a pattern (file.comment, file.uncomment). Pure.
#pragma once

#include <string>
#include <string_view>

#include "common/result.h"

namespace balm {

struct LineComment {
  std::string regex;  // RE2; an anchor ^ is taken as "at the line's begin, spaces aside"
  std::string sign = "#";
};

struct Commented {
  enum class State { Missing, Already, Changed };
  State state = State::Missing;  // no line matches; all that match are as wanted; some were changed
  std::string text;
};

// Errors: Kind::Usage for a pattern RE2 does not take.
Result<Commented> comment_lines(std::string_view text, const LineComment& comment);
Result<Commented> uncomment_lines(std::string_view text, const LineComment& comment);

}  // namespace balm
