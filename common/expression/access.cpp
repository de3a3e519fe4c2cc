// Fields and indexes: the parts of Run that look into values.
#include <cmath>

#include "common/expression/evaluator.h"
#include "common/expression/weight.h"
#include "common/invariant.h"

namespace balm::expression {
namespace {

using Kind = Value::Kind;

// The position a number of any kind means in a list; nothing when it is none.
std::optional<std::size_t> position(const Value& index, std::size_t size) {
  if (index.is(Kind::Double) && std::trunc(index.as_double()) != index.as_double()) return std::nullopt;
  if (compare_numbers(index, Value(0)) < 0 || !(index.number_or() < static_cast<double>(size)))
    return std::nullopt;
  return static_cast<std::size_t>(index.number_or());
}

}  // namespace

bool is_key(const Value& value) {
  return value.is(Kind::String) || value.is(Kind::Int) || value.is(Kind::Uint) || value.is(Kind::Bool);
}

// The entry `key` of a map or element of a list; what it is not is an error.
bool Run::field_of(const Node& node, const Value& base, const Value& key, const Value*& found) {
  if (base.is(Kind::Map)) {
    if (!is_key(key) && !key.is(Kind::Double))
      return fail(node, "a map has no key of type " + std::string(type_name(key)));
    const ValueMap& map = base.as_map();
    const auto place = map.find(key);
    if (place == map.end()) return fail(node, "no such key: " + to_display(key));
    found = &place->second;
    return true;
  }
  if (!base.is(Kind::List))
    return fail(node, std::string(type_name(base)) + " has no field `" + to_display(key) + "`");
  if (!is_number(key)) return fail(node, "a list has no index of type " + std::string(type_name(key)));
  const auto at = position(key, base.as_list().size());
  if (!at) return fail(node, "index out of range: " + to_display(key));
  found = &base.as_list()[*at];
  return true;
}

// base.?key, base[?key], and anything selected from an optional: an optional again.
bool Run::optional_field(const Node& node, const Value& base, const Value& key, Operand& out) {
  const Value* inside = &base;
  if (base.is(Kind::Optional)) inside = base.as_optional().held.get();
  const Value* found = nullptr;
  if (inside != nullptr) {
    if (!inside->is(Kind::Map) && !inside->is(Kind::List)) return field_of(node, *inside, key, found);
    if (inside->is(Kind::List) && !is_number(key)) return field_of(node, *inside, key, found);
    if (inside->is(Kind::Map)) {
      const auto place = inside->as_map().find(key);
      if (place != inside->as_map().end()) found = &place->second;
    } else if (const auto at = position(key, inside->as_list().size())) {
      found = &inside->as_list()[*at];
    }
  }
  out.hold(Value(Value::Optional{found != nullptr ? std::make_shared<const Value>(*found) : nullptr}));
  return true;
}

// Hands on a part of `base`: borrowed when base itself is, otherwise copied before base goes.
bool Run::give(const Node& node, Operand& base, const Value& found, Operand& out) {
  if (base.borrowed()) return out.borrow(found), true;
  out.hold(found);
  return spend(node, weight(found));
}

bool Run::select(const Node& node, Operand& out) {
  Operand base;
  if (!evaluate(node.nodes[0], base)) return false;
  if (base->is(Kind::Map)) {
    const ValueMap& map = base->as_map();
    const auto place = map.find(std::string_view(node.name));
    if (node.test) return out.hold(Value(place != map.end())), true;
    if (!node.optional && place != map.end()) return give(node, base, place->second, out);
    if (!node.optional) return fail(node, "no such key: " + node.name);
  }
  if (!node.optional && !base->is(Kind::Optional))
    return fail(node, std::string(type_name(*base)) + " has no field `" + node.name + "`");
  if (!node.test) return optional_field(node, *base, Value(node.name), out);
  Operand field;
  if (!optional_field(node, *base, Value(node.name), field)) return false;
  out.hold(Value(field->as_optional().held != nullptr));
  return true;
}

bool Run::index(const Node& node, Operand& out) {
  Operand base;
  Operand key;
  if (!evaluate(node.nodes[0], base) || !evaluate(node.nodes[1], key)) return false;
  if (node.optional || base->is(Kind::Optional)) return optional_field(node, *base, *key, out);
  const Value* found = nullptr;
  if (!field_of(node, *base, *key, found)) return false;
  BALM_ASSERT(found != nullptr);
  return give(node, base, *found, out);
}

}  // namespace balm::expression
