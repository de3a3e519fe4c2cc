// Optionals: a value or none (https://github.com/google/cel-spec/wiki/proposal-246).
#include "common/expression/functions.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

Value holding(const Value& value) {
  return Value(Value::Optional{std::make_shared<const Value>(value)});
}

bool is_zero(const Value& value) {
  switch (value.kind()) {
    case Kind::Null:
      return true;
    case Kind::Bool:
      return !value.as_bool();
    case Kind::Int:
    case Kind::Uint:
    case Kind::Double:
      return value.number_or() == 0;
    case Kind::String:
      return value.as_string().empty();
    case Kind::Bytes:
      return value.as_bytes().empty();
    case Kind::List:
      return value.as_list().empty();
    case Kind::Map:
      return value.as_map().empty();
    case Kind::Timestamp:
      return value.as_moment() == Value::Moment{};
    case Kind::Duration:
      return value.as_duration() == Duration(0);
    case Kind::Optional:
      return !value.as_optional().held;
    case Kind::Type:
    case Kind::Address:
      return false;
  }
  return false;
}

}  // namespace

Outcome optional_of(Arguments arguments, const Scope&) {
  return holding(*arguments[0]);
}

Outcome optional_of_non_zero(Arguments arguments, const Scope&) {
  return is_zero(*arguments[0]) ? Value(Value::Optional{}) : holding(*arguments[0]);
}

Outcome optional_none(Arguments, const Scope&) {
  return Value(Value::Optional{});
}

Outcome optional_has_value(Arguments arguments, const Scope&) {
  return Value(arguments[0]->as_optional().held != nullptr);
}

Outcome optional_value(Arguments arguments, const Scope&) {
  const auto& held = arguments[0]->as_optional().held;
  return held ? Outcome(*held) : fail("the optional holds nothing");
}

Outcome optional_or(Arguments arguments, const Scope&) {
  return arguments[0]->as_optional().held ? *arguments[0] : *arguments[1];
}

Outcome optional_or_value(Arguments arguments, const Scope&) {
  const auto& held = arguments[0]->as_optional().held;
  return held ? *held : *arguments[1];
}

Outcome optional_unwrap(Arguments arguments, const Scope&) {
  ValueList list;
  for (const Value& value : arguments[0]->as_list()) {
    if (!value.is(Kind::Optional)) return fail("not a list of optionals");
    if (value.as_optional().held) list.push_back(*value.as_optional().held);
  }
  return Value(std::move(list));
}

}  // namespace balm::expression::functions
