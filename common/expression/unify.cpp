#include "common/expression/unify.h"

#include <algorithm>

namespace balm::expression {
namespace {

using Kind = Type::Kind;

// A record is a map with text keys, seen from a function.
Type as_map(const Type& type) {
  return type.is(Kind::Record) ? Type::map(Type::text(), Type::dyn()) : type;
}

}  // namespace

bool Unifier::fits(const Type& parameter, const Type& argument) {
  if (parameter.is(Kind::Variable)) return bind(parameter.name, argument);
  if (parameter.is(Kind::Dyn) || argument.is(Kind::Dyn)) return true;
  const Type given = as_map(argument);
  if (parameter.kind != given.kind) return false;
  for (std::size_t i = 0; i < std::min(parameter.of.size(), given.of.size()); ++i)
    if (!fits(parameter.of[i], given.of[i])) return false;
  return true;
}

bool Unifier::bind(const std::string& letter, const Type& argument) {
  const auto [place, fresh] = bound_.try_emplace(letter, argument);
  if (fresh) return true;
  if (!comparable(place->second, argument)) return false;
  place->second = join(place->second, argument);
  return true;
}

Type Unifier::resolve(const Type& type) const {
  if (type.is(Kind::Variable)) {
    const auto place = bound_.find(type.name);
    return place == bound_.end() ? Type::dyn() : place->second;
  }
  Type resolved = type;
  for (Type& part : resolved.of) part = resolve(part);
  return resolved;
}

bool comparable(const Type& a, const Type& b) {
  if (a.is(Kind::Dyn) || b.is(Kind::Dyn) || a.is(Kind::Null) || b.is(Kind::Null)) return true;
  if (a.is_number() && b.is_number()) return true;
  const Type left = as_map(a);
  const Type right = as_map(b);
  if (left.kind != right.kind || left.of.size() != right.of.size()) return false;
  return std::ranges::equal(left.of, right.of, comparable);
}

bool ordered(const Type& a, const Type& b) {
  const auto has_order = [](const Type& type) {
    return type.is_number() || type.is(Kind::Dyn) || type.is(Kind::Bool) || type.is(Kind::String) ||
           type.is(Kind::Bytes) || type.is(Kind::Timestamp) || type.is(Kind::Span);
  };
  return has_order(a) && has_order(b) && comparable(a, b);
}

bool accepts(const Function& function, std::span<const Type> arguments, Type& result) {
  const std::size_t due = function.parameters.size();
  if (arguments.size() < due || (arguments.size() > due && !function.variadic)) return false;
  Unifier unifier;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!unifier.fits(function.parameters[std::min(i, due - 1)], arguments[i])) return false;
  result = unifier.resolve(function.result);
  return true;
}

}  // namespace balm::expression
