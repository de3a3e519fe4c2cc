// Text -> syntax tree, after the grammar of the CEL language definition, with optional syntax (a.?b, a[?b],
// [?a], {?a: b}) and names in backticks as fields. Recursive descent with a hard depth limit; takes any
// bytes.
#pragma once

#include <optional>
#include <string_view>

#include "common/expression/ast.h"
#include "common/expression/fault.h"

namespace balm::expression {

struct ParsedText {
  Node root;
  std::optional<Fault> fault;  // the first one; the tree is then useless
};

// Without `with_macros` has(), all() and the others are calls of unknown functions.
ParsedText parse_expression(std::string_view text, bool with_macros = true);

// Words that may be fields but not names.
bool is_reserved(std::string_view word);

}  // namespace balm::expression
