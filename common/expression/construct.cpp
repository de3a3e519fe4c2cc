// The parts of Run that build lists and maps and give names to values.
#include "common/expression/evaluator.h"
#include "common/expression/weight.h"

namespace balm::expression {
namespace {

using Kind = Value::Kind;

}  // namespace

bool Run::list(const Node& node, Operand& out) {
  ValueList list;
  list.reserve(node.nodes.size());
  for (std::size_t i = 0; i < node.nodes.size(); ++i) {
    Operand element;
    if (!evaluate(node.nodes[i], element) || !spend(node, weight(*element))) return false;
    if (!node.marks[i]) {
      list.push_back(element.take());
    } else if (!element->is(Kind::Optional)) {
      return fail(node.nodes[i], "[?x] takes an optional");
    } else if (element->as_optional().held) {
      list.push_back(*element->as_optional().held);
    }
  }
  out.hold(Value(std::move(list)));
  return true;
}

bool Run::map(const Node& node, Operand& out) {
  ValueMap map;
  for (std::size_t i = 0; i < node.marks.size(); ++i)
    if (!map_entry(node, i, map)) return false;
  out.hold(Value(std::move(map)));
  return true;
}

bool Run::map_entry(const Node& node, std::size_t index, ValueMap& map) {
  Operand key;
  Operand value;
  if (!evaluate(node.nodes[2 * index], key) || !evaluate(node.nodes[2 * index + 1], value)) return false;
  if (!spend(node, weight(*value))) return false;
  if (!node.marks[index]) return insert(node.nodes[2 * index], map, key.take(), value.take());
  if (!value->is(Kind::Optional)) return fail(node.nodes[2 * index + 1], "{?key: x} takes an optional");
  const auto& held = value->as_optional().held;
  return !held || insert(node.nodes[2 * index], map, key.take(), *held);
}

bool Run::insert(const Node& node, ValueMap& map, Value key, Value value) {
  if (!is_key(key))
    return fail(node, "a key is a bool, int, uint or string, not " + std::string(type_name(key)));
  const auto [place, fresh] = map.try_emplace(std::move(key), std::move(value));
  return fresh || fail(node, "the key " + to_display(place->first) + " stands twice in the map");
}

bool Run::let(const Node& node, Operand& out) {
  Slot& slot = slots_[static_cast<std::size_t>(node.slot)];
  slot.pending = &node.nodes[0];
  if (!evaluate(node.nodes[1], out)) return false;
  out.hold(out.take());  // it may have been borrowed from the slot, which an outer loop fills anew
  return spend(node, weight(*out));
}

bool Run::optional_map(const Node& node, Operand& out) {
  Operand target;
  if (!evaluate(node.nodes[0], target)) return false;
  if (!target->is(Kind::Optional))
    return fail(node, "an optional is due here, not " + std::string(type_name(*target)));
  if (!target->as_optional().held) return out.hold(*target), true;
  Slot& slot = slots_[static_cast<std::size_t>(node.slot)];
  slot.value = target->as_optional().held.get();
  Operand result;
  if (!evaluate(node.nodes[1], result)) return false;
  if (node.flat && !result->is(Kind::Optional)) return fail(node, "optFlatMap takes an optional as result");
  if (!spend(node, weight(*result))) return false;
  if (node.flat) return out.hold(result.take()), true;
  out.hold(Value(Value::Optional{std::make_shared<const Value>(result.take())}));
  return true;
}

}  // namespace balm::expression
