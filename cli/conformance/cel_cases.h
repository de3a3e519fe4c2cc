// One case of a CEL conformance file: read, run, compared. The format of a line is one JSON object:
// {"id", "expr", "bindings": {name: value}, "value": V or "error": true, "type_env", "disable_check",
// "disable_macros", "container", "tag"}; values are JSON with typed objects such as {"uint": 3},
// {"bytes_b64": "..."}, {"map": [[k, v]]},
// {"timestamp": "...Z"}, {"double": "NaN"}; a plain JSON number is an int.
#pragma once

#include <string>
#include <string_view>

#include "common/zone.h"

namespace balm::conformance {

struct CelResult {
  std::string id;
  std::string tag;  // "core" or "extended"
  bool passed = false;
  std::string expected;  // as text: a value or "an error"
  std::string got;
};

// `zones` may be nullptr: cases with IANA zones then fail. A line that is no case fails with `got` saying
// why.
CelResult run_cel_case(std::string_view line, const ZoneSource* zones);

}  // namespace balm::conformance
