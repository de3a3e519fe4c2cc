// Reads `try:` and `verify:` of a rule: the remedies in their order, and how to know that one helped.
#pragma once

#include <string>
#include <vector>

#include "common/document/known_names.h"
#include "common/document/rule_document.h"
#include "common/issue.h"
#include "common/yaml/fields.h"

namespace balm {

// `verify: {check, ok, within}`; the fallback when it is not there.
Verify read_verify(Fields& fields, const Verify& fallback);

// `try:`; `vars` are the names declared by the rule.
std::vector<Rung> read_ladder(Fields& rule, const std::vector<std::string>& vars, const KnownNames& known);

}  // namespace balm
