// Finds out how a scalar was written, by reading the file again at the place the parser named: yaml-cpp tells
// where a scalar starts and what its text is, but neither where it ends nor which byte came from where.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "common/yaml/yaml_node.h"

namespace balm {

struct ScalarScan {
  YamlNode::Style style = YamlNode::Style::Plain;
  std::size_t end = 0;  // behind the closing quote or the last character
  std::vector<YamlNode::Run> runs;
  bool closed = true;  // false: the closing quote is missing, which yaml-cpp lets pass at the end of a file
};

// `text` is what the parser made of the scalar that starts at `begin`; `plain` what it said about its
// quoting. Where the walk loses its way the last run simply goes on: places become less exact, never wrong by
// more than the scalar. Linear in the length of the scalar.
ScalarScan scan_scalar(std::string_view source, std::size_t begin, std::string_view text, bool plain);

}  // namespace balm
