// Do types of arguments fit the parameters of a function? Letters of generic parameters are bound on the way.
#pragma once

#include <map>
#include <span>
#include <string>

#include "common/expression/function_table.h"
#include "common/expression/schema.h"

namespace balm::expression {

class Unifier {
 public:
  // May a value of type `argument` stand where `parameter` is due? dyn fits everywhere.
  bool fits(const Type& parameter, const Type& argument);
  // `type` with bound letters replaced; unbound ones become dyn.
  Type resolve(const Type& type) const;

 private:
  bool bind(const std::string& letter, const Type& argument);
  std::map<std::string, Type> bound_;
};

// Can two values of these types ever be equal? Numbers of all kinds can, null with everything.
bool comparable(const Type& a, const Type& b);

// Does `<` exist between the two?
bool ordered(const Type& a, const Type& b);

// Fits with the right number of arguments.
bool accepts(const Function& function, std::span<const Type> arguments, Type& result);

}  // namespace balm::expression
