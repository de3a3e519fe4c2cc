// Functions every CEL has: size, contains, matches, type; and base64.
#include "common/base64.h"
#include "common/expression/code_points.h"
#include "common/expression/evaluator.h"
#include "common/expression/functions.h"
#include "common/expression/pattern.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

Value count(std::size_t n) {
  return Value(static_cast<std::int64_t>(n));
}

}  // namespace

Outcome size(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  switch (value.kind()) {
    case Kind::String:
      return count(count_code_points(value.as_string()));
    case Kind::Bytes:
      return count(value.as_bytes().size());
    case Kind::List:
      return count(value.as_list().size());
    default:
      return count(value.as_map().size());
  }
}

Outcome contains(Arguments arguments, const Scope&) {
  return Value(arguments[0]->as_string().find(arguments[1]->as_string()) != std::string::npos);
}

Outcome starts_with(Arguments arguments, const Scope&) {
  return Value(arguments[0]->as_string().starts_with(arguments[1]->as_string()));
}

Outcome ends_with(Arguments arguments, const Scope&) {
  return Value(arguments[0]->as_string().ends_with(arguments[1]->as_string()));
}

Outcome matches(Arguments arguments, const Scope&) {
  const Pattern pattern(arguments[1]->as_string());
  if (!pattern.error().empty()) return fail(pattern.error());
  return Value(pattern.found_in(arguments[0]->as_string()));
}

Outcome type(Arguments arguments, const Scope&) {
  return Value(Value::Type{std::string(type_name(*arguments[0]))});
}

Outcome same(Arguments arguments, const Scope&) {
  return *arguments[0];
}

Outcome base64_encode(Arguments arguments, const Scope&) {
  return Value(to_base64(arguments[0]->as_bytes()));
}

Outcome base64_decode(Arguments arguments, const Scope&) {
  auto bytes = from_base64(arguments[0]->as_string());
  if (!bytes) return fail("not base64");
  return Value(Value::Bytes{std::move(*bytes)});
}

}  // namespace balm::expression::functions
