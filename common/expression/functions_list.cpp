// Lists and sets: the lists and sets extensions of CEL
// (https://github.com/google/cel-go/blob/master/ext/README.md).
#include <algorithm>
#include <set>

#include "common/expression/functions.h"
#include "common/expression/operators.h"
#include "common/limits.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

Value optional_of_element(const ValueList& list, bool front) {
  if (list.empty()) return Value(Value::Optional{});
  return Value(Value::Optional{std::make_shared<const Value>(front ? list.front() : list.back())});
}

// Lays out lists within `list` down to `depth`. Stops growing where the caller refuses the result anyway.
void lay_out(const ValueList& list, std::int64_t depth, ValueList& result) {
  for (const Value& value : list) {
    if (result.size() > limits::kExpressionStepsMax) return;
    if (value.is(Kind::List) && depth > 0) {
      lay_out(value.as_list(), depth - 1, result);
    } else {
      result.push_back(value);
    }
  }
}

using Set = std::set<Value, ValueLess>;

Set set_of(const Value& list) {
  return {list.as_list().begin(), list.as_list().end()};
}

bool has_all(const Set& set, const Value& list) {
  return std::ranges::all_of(list.as_list(), [&](const Value& value) { return set.contains(value); });
}

}  // namespace

Outcome distinct(Arguments arguments, const Scope&) {
  ValueList result;
  Set seen;
  for (const Value& value : arguments[0]->as_list())
    if (seen.insert(value).second) result.push_back(value);
  return Value(std::move(result));
}

Outcome first(Arguments arguments, const Scope&) {
  return optional_of_element(arguments[0]->as_list(), true);
}
Outcome last(Arguments arguments, const Scope&) {
  return optional_of_element(arguments[0]->as_list(), false);
}

Outcome flatten(Arguments arguments, const Scope&) {
  const std::int64_t depth = arguments.size() > 1 ? arguments[1]->as_int() : 1;
  if (depth < 0) return fail("the depth is negative");
  ValueList result;
  lay_out(arguments[0]->as_list(), depth, result);
  return Value(std::move(result));
}

Outcome range(Arguments arguments, const Scope&) {
  const std::int64_t count = arguments[0]->as_int();
  if (count > static_cast<std::int64_t>(limits::kExpressionStepsMax)) return fail("too many numbers");
  ValueList result;
  for (std::int64_t i = 0; i < count; ++i) result.emplace_back(i);
  return Value(std::move(result));
}

Outcome reverse_list(Arguments arguments, const Scope&) {
  const ValueList& list = arguments[0]->as_list();
  return Value(ValueList(list.rbegin(), list.rend()));
}

Outcome set_contains(Arguments arguments, const Scope&) {
  return Value(has_all(set_of(*arguments[0]), *arguments[1]));
}

Outcome set_equivalent(Arguments arguments, const Scope&) {
  return Value(has_all(set_of(*arguments[0]), *arguments[1]) &&
               has_all(set_of(*arguments[1]), *arguments[0]));
}

Outcome set_intersects(Arguments arguments, const Scope&) {
  const Set set = set_of(*arguments[0]);
  return Value(
      std::ranges::any_of(arguments[1]->as_list(), [&](const Value& value) { return set.contains(value); }));
}

Outcome slice(Arguments arguments, const Scope&) {
  const ValueList& list = arguments[0]->as_list();
  const std::int64_t from = arguments[1]->as_int();
  const std::int64_t to = arguments[2]->as_int();
  if (from < 0 || to < from || to > static_cast<std::int64_t>(list.size()))
    return fail("the range is not within the list");
  return Value(ValueList(list.begin() + from, list.begin() + to));
}

Outcome sort(Arguments arguments, const Scope&) {
  ValueList list = arguments[0]->as_list();
  for (const Value& value : list)
    if (value.kind() != list.front().kind() || !compare(value, value))
      return fail("elements of these kinds have no order");
  std::ranges::stable_sort(list, ValueLess{});
  return Value(std::move(list));
}

}  // namespace balm::expression::functions
