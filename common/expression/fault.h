// One fault found in an expression's text before it ever runs. Becomes an Issue once the place of the
// expression in its file is known.
#pragma once

#include <string>
#include <vector>

namespace balm::expression {

struct Fault {
  std::string code;  // E3xx; the table is in docs/CEL.md
  std::string message;
  std::string guess;  // may be empty
  int offset = 0;     // bytes from the start of the expression
  int length = 0;     // bytes; 0 means a point
};
using Faults = std::vector<Fault>;

}  // namespace balm::expression
