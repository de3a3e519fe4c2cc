// Says in words an author understands what yaml-cpp stumbled over. Internal to common/yaml.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "common/issue.h"
#include "common/yaml/yaml_text.h"

namespace balm {

// The scalar read last.
struct LastScalar {
  std::size_t end = 0;
  bool quoted = false;
};

// What was known when yaml-cpp gave up.
struct YamlStumble {
  std::string_view message;  // yaml-cpp's own
  std::size_t offset = 0;    // where, in bytes
  LastScalar last;
  std::optional<std::size_t> bracket;  // the innermost bracket still open
};

Issue explain_yaml_fault(const YamlText& text, const YamlStumble& stumble);

}  // namespace balm
