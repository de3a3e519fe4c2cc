// Macros: calls that the parser turns into something else, because their arguments are names or are evaluated
// many times. https://github.com/google/cel-spec (language definition, "Macros") and the extensions of cel-go
// (bindings, two-variable comprehensions, optionals).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "common/expression/ast.h"
#include "common/expression/fault.h"

namespace balm::expression {

struct Macro {
  std::string_view name;
  std::string_view form;  // how it is written, for people
  std::size_t arguments;  // without the receiver
  bool receiver;          // `x.name(...)`; the name of others may contain one dot
  std::optional<Fault> (*expand)(Node& call);
  std::string_view meaning;
};

// Sorted by name, then number of arguments. To add one: a line in the table, its expansion above, a line in
// docs/CEL.md.
std::span<const Macro> macros();

// Expands `call` in place when it is a macro. REQUIRES: call.kind is Call, its nodes are parsed and expanded.
std::optional<Fault> expand_macro(Node& call);

// "all(x, condition)" ... for a call of a macro's name with the wrong number of arguments; "" when no macro
// has the name.
std::string macro_forms(std::string_view name);

}  // namespace balm::expression
