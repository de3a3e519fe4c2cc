// One case of a conformance suite and how it went. Suites are files of JSON lines; each runner takes one line
// and puts the case through the very code the daemons use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/instant.h"
#include "common/value.h"

namespace balm::conformance {

struct CaseOutcome {
  std::string id;
  std::string tag;  // core, extended, malformed, dialect
  bool passed = false;
  std::string expected;
  std::string got;
  std::string skipped;  // why it was not run; then `passed` means nothing
};

// A case as its fields, and an outcome that has its id and tag. A line that is no case is a failed one
// without id.
struct Case {
  Value fields;
  CaseOutcome outcome;
  bool readable = false;
};
Case read_case(std::string_view line);

// The n-th of a list; null when there is none.
Value element(const Value& list, std::size_t n);

// RFC 3339 with an offset or Z, and any number of decimals.
std::optional<WallTime> moment_from_text(std::string_view text);
std::string moment_text(WallTime moment);  // UTC

// Sets what was expected and got, and passed when they are equal.
void compare(CaseOutcome& outcome, std::string expected, std::string got);

}  // namespace balm::conformance
