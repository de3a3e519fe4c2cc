// An expression with the value of each of its parts written below it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace balm::cli {

struct TracePart {
  std::size_t column = 0;  // display column in the expression where the part begins
  std::size_t length =
      0;  // of the part's text; of equal columns the shorter is shown nearer to the expression
  std::string value;
};

// Lines below the expression, each ended: first a bar under every part, then the values from right to left,
//   |            |
//   |            "warning"
//   true
// as many on one line as have room. Values are single lines.
std::string trace_drawing(std::vector<TracePart> parts);

}  // namespace balm::cli
