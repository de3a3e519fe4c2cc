// What may stand in a file at all: valid UTF-8 without characters that show one thing to a reader and mean
// another (NUL and other controls, bidirectional controls, line separators that editors do not count as
// lines).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace balm {

struct BadCharacter {
  std::size_t offset = 0;
  std::size_t length = 1;  // bytes
  bool utf8 = true;        // false: the bytes are no UTF-8 at all
  std::string what;        // "NUL", "U+202E (bidirectional control)", "byte 0xFF"
};

// The first character that is not allowed. Tab, LF and CR before LF are allowed. Linear in the text.
std::optional<BadCharacter> find_bad_character(std::string_view text);

// True when more than `depth_max` brackets are open at once, wherever they stand: no real file comes near,
// and the parser would keep each of them in memory before it could refuse.
bool opens_too_many_brackets(std::string_view text, std::size_t depth_max);

}  // namespace balm
