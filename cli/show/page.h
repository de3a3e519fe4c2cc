// A page of lines in the making: facts with a label, rows whose columns stand below each other.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/show/screen.h"

namespace balm::cli {

struct Piece {
  std::string text;
  Tone tone = Tone::Plain;
  bool right = false;  // set to the right of its column
};
using Pieces = std::vector<Piece>;

class Page {
 public:
  explicit Page(const Screen& screen) : screen_(screen) {}

  void line(std::string_view text = "", Tone tone = Tone::Plain);
  // "Label    text"; nothing for an empty text.
  void fact(std::string_view label, std::string_view text);
  // Columns padded to the widest of each, two spaces between; empty columns at the end of a row take no room.
  // below[i], if any, is a block that stands under row i.
  void rows(const std::vector<Pieces>& rows, std::size_t indent = 2,
            const std::vector<std::string>& below = {});
  // Every line of the block behind `margin`.
  void block(std::string_view text, std::string_view margin);

  std::string text() && { return std::move(text_); }

 private:
  std::string row_text(const Pieces& row, const std::vector<std::size_t>& widths) const;

  const Screen& screen_;
  std::string text_;
};

// The tone of the word itself.
Piece word(std::string_view text);

// A command for the reader to type, kept apart by its tone.
Piece typed(std::string text);

}  // namespace balm::cli
