// Ties the names of a syntax tree to what they mean: variables of loops to slots, dotted names to the longest
// name that is known, calls to their overloads. After https://github.com/google/cel-spec (language
// definition, "Name Resolution").
#pragma once

#include <string_view>

#include "common/expression/ast.h"
#include "common/expression/schema.h"

namespace balm::expression {

// Where names are looked for.
struct Naming {
  // Known names; nullptr when nothing is known before the run: then every dotted name is looked up at run
  // time.
  const Schema* schema = nullptr;
  std::string_view container;  // "a.b": `x` is looked for as a.b.x, a.x, x
};

// What no name fits stays Node::Kind::Ident for the checker to report. Only without a schema there is none of
// that.
Tree resolve(Node root, const Naming& naming);

}  // namespace balm::expression
