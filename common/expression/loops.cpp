// Loops: the parts of Run that walk through a list or map. Each element costs a step on top of what is
// computed for it.
#include "common/expression/evaluator.h"
#include "common/expression/weight.h"

namespace balm::expression {
namespace {

using Kind = Value::Kind;

bool makes_map(Loop loop) {
  return loop == Loop::TransformMap || loop == Loop::TransformMapEntry;
}

}  // namespace

// What a loop has collected so far.
struct Run::Gathered {
  ValueList list;
  ValueMap map;
};

// Calls visit() for each element with the variables set, until it says stop (false). One variable: the
// element or key. Two: index and element, or key and value.
template <class Visit>
bool Run::each(const Node& node, const Value& range, Visit visit) {
  Slot& first = slots_[static_cast<std::size_t>(node.slot)];
  Slot* second = node.second_slot >= 0 ? &slots_[static_cast<std::size_t>(node.second_slot)] : nullptr;
  const auto step = [&](const Value& a, const Value* b) {
    first.value = &a;
    if (second != nullptr) second->value = b;
    return spend(node, 1) && visit(Element{&a, b});
  };
  if (range.is(Kind::Map)) {
    for (const auto& [key, value] : range.as_map())
      if (!step(key, &value)) return false;
    return true;
  }
  if (!range.is(Kind::List)) return fail(node, "no loop over " + std::string(type_name(range)));
  std::int64_t position = 0;
  for (const Value& value : range.as_list()) {
    const Value index(position++);
    if (!(second != nullptr ? step(index, &value) : step(value, nullptr))) return false;
  }
  return true;
}

bool Run::loop(const Node& node, Operand& out) {
  Operand range;
  if (!evaluate(node.nodes[0], range)) return false;
  if (node.loop == Loop::All || node.loop == Loop::Exists) return quantify(node, *range, out);
  if (node.loop == Loop::ExistsOne) return exists_one(node, *range, out);
  return gather(node, *range, out);
}

// all() is a row of &&, exists() a row of ||: one decisive element makes the errors of others not matter.
bool Run::quantify(const Node& node, const Value& range, Operand& out) {
  const bool decisive = node.loop == Loop::Exists;
  bool decided = false;
  std::optional<EvalError> first_error;
  const bool walked = each(node, range, [&](const Element&) {
    const Truth found = truth(node.nodes[1]);
    if (found == Truth::Error) {
      if (!first_error) first_error = error_;
      return !exhausted_;
    }
    decided = (found == Truth::True) == decisive;
    return !decided;
  });
  if (!walked && !decided) return false;
  if (!decided && first_error) {
    error_ = std::move(*first_error);
    return false;
  }
  out.hold(Value(decided == decisive));
  return true;
}

bool Run::exists_one(const Node& node, const Value& range, Operand& out) {
  std::size_t count = 0;
  const bool walked = each(node, range, [&](const Element&) {
    const Truth found = truth(node.nodes[1]);
    if (found == Truth::True) ++count;
    return found != Truth::Error;
  });
  if (walked) out.hold(Value(count == 1));
  return walked;
}

bool Run::gather(const Node& node, const Value& range, Operand& out) {
  Gathered gathered;
  if (!each(node, range, [&](const Element& element) { return gather_one(node, element, gathered); }))
    return false;
  out.hold(makes_map(node.loop) ? Value(std::move(gathered.map)) : Value(std::move(gathered.list)));
  return true;
}

bool Run::gather_one(const Node& node, const Element& element, Gathered& gathered) {
  if (node.loop == Loop::Filter || node.has_filter) {
    const Truth wanted = truth(node.nodes[1]);
    if (wanted != Truth::True) return wanted == Truth::False;
  }
  if (node.loop == Loop::Filter) {
    gathered.list.push_back(*element.first);
    return spend(node, weight(*element.first));
  }
  Operand result;
  if (!evaluate(node.nodes.back(), result) || !spend(node, weight(*result))) return false;
  if (node.loop == Loop::TransformMap) return insert(node, gathered.map, *element.first, result.take());
  if (node.loop == Loop::TransformMapEntry) {
    for (const auto& [key, value] : result->as_map())
      if (!insert(node, gathered.map, key, value)) return false;
    return true;
  }
  gathered.list.push_back(result.take());
  return true;
}

}  // namespace balm::expression
