// Long sentences on narrow terminals.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace balm::cli {

// `text` broken at spaces, so that no line is longer than `width` columns; lines after the first begin with
// `indent` spaces, and the first is taken to stand `indent` columns from the left already. A word longer than
// the room keeps a line of its own. Without room (width at most indent) nothing is broken.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace balm::cli
