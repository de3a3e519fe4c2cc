// Reads `guard:` of a rule: how often, how soon again and on how many hosts at once it may act.
#pragma once

#include <optional>
#include <string_view>

#include "common/document/rule_document.h"
#include "common/issue.h"
#include "common/result.h"
#include "common/yaml/fields.h"

namespace balm {

// "3 per 1h". Errors: Kind::Usage. A count of 0 is read: the rule then never acts.
Result<RateLimit> rate_from_text(std::string_view text);

// The part of "20% of role=web" before the selector, and the selector's text. Errors: Kind::Usage.
struct RadiusText {
  std::uint32_t count = 0;
  double share = 0;  // 0 to 1
  bool is_share = false;
  std::string_view group;
};
Result<RadiusText> radius_from_text(std::string_view text);

// Every setting has a safe default. `never` is set when the rule could never act (a limit of 0), which is
// warned about.
GuardSettings read_guard(Fields& rule, bool& never);

}  // namespace balm
