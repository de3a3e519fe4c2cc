#include "master/io/queries/row_values.h"

#include "common/value_json.h"

namespace balm::master::queries {
namespace {

template <class Names>
Value map_of(const Names& names) {
  ValueMap map;
  for (const auto& [name, value] : names) map.emplace(Value(name), Value(value));
  return Value(std::move(map));
}

}  // namespace

Value to_value(const Labels& labels) {
  return map_of(labels);
}

Value to_value(const Metrics& metrics) {
  return map_of(metrics);
}

Value stored_json(const std::string& text) {
  Result<Value> value = value_from_json(text);
  return value ? std::move(value).value() : Value();
}

}  // namespace balm::master::queries
