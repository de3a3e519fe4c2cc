// All functions of the language in one sorted table, checked by the compiler, compared with docs/CEL.md by a
// test.
//
// To add one: write it in the functions_*.cpp it belongs to, declare it in functions.h, add a row per
// overload to function_rows.cpp, describe it in docs/CEL.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/expression/program.h"
#include "common/expression/schema.h"

namespace balm::expression {

using Arguments = std::span<const Value* const>;
// REQUIRES: the arguments are of the kinds the signature names. Errors carry no offset; the caller knows it.
using Implementation = Outcome (*)(Arguments arguments, const Scope& scope);

// A row as written in the table. Signatures: "f(int, string) -> bool", called on something: "list(A).f(A) ->
// A"; one capital letter stands for any type; a last parameter with "..." may come any number of times.
struct FunctionRow {
  std::string_view name;  // without the receiver; "math.abs" for names in a namespace
  std::string_view signature;
  Implementation run;
  std::string_view meaning;
};

// The same, read.
struct Function {
  const FunctionRow* row = nullptr;
  bool member = false;  // the first parameter is what stands before the dot
  bool variadic = false;
  std::vector<Type> parameters;
  std::vector<unsigned> masks;  // per parameter: the kinds of values it takes, as bits
  Type result;

  // Decides at run time, by number and kinds.
  bool takes(Arguments arguments) const;
  // True when the result depends on more than the arguments (the clock, the fleet, the zone database).
  bool impure() const;
  // True when it goes through everything inside its arguments, which then costs steps.
  bool walks() const;
};

std::span<const FunctionRow> function_rows();  // see function_rows.cpp

// The overloads of a name in one style of calling; empty when there is none.
std::span<const Function> find_functions(std::string_view name, bool member);

// Every name once, in order.
std::vector<std::string> function_names();

}  // namespace balm::expression
