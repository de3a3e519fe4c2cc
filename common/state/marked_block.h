// A block of lines between two marker lines (file.blockreplace). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/result.h"

namespace balm {

struct MarkedBlock {
  std::string begin;  // the line that begins the block holds this
  std::string end;
  std::string content;                 // what stands between them
  std::optional<bool> append_newline;  // none: a line end is added when the content has none
  bool append_if_not_found = false;
  bool prepend_if_not_found = false;
  std::string insert_before;  // RE2; empty: not used
  std::string insert_after;
};

// The text with the block in it. Errors: Kind::Usage for markers that are missing, in the wrong order, or a
// bad pattern.
Result<std::string> with_block(std::string_view text, const MarkedBlock& block);

}  // namespace balm
