#include "common/state/argument_reader.h"

#include <utility>

#include "common/state/argument_types.h"
#include "common/state/sls_scalar.h"

namespace balm {

namespace {

// A scalar where a text is due is taken as written, whatever it looks like: `1.10` stays "1.10", `no` stays
// "no".
Value as_written(const YamlNode& node, ArgumentType type) {
  const bool texts =
      type == ArgumentType::Text || type == ArgumentType::TextList || type == ArgumentType::Mode;
  if (!texts || node.is_map()) return sls_value(node);
  if (node.is_null()) return {};
  if (node.is_scalar()) return Value(node.text);
  ValueList list;
  for (const YamlNode& item : node.items)
    list.push_back(item.is_scalar() || item.is_null() ? Value(item.text) : sls_value(item));
  return Value(std::move(list));
}

}  // namespace

Argument read_argument(const YamlNode& node, ArgumentType type, ReadContext& context) {
  auto value = typed_argument(as_written(node, type), type);
  if (value) return Argument(std::move(*value));
  context.report(node.error("E413", value.error().message, value.error().hint));
  return {};
}

}  // namespace balm
