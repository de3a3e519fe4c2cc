#include "common/state/argument_reader.h"

#include <algorithm>
#include <utility>

#include "common/state/argument_types.h"
#include "common/state/sls_scalar.h"
#include "common/text_value.h"

namespace balm {

namespace {

// A scalar where a text is due is taken as written, whatever it looks like: `1.10` stays "1.10", `no` stays
// "no".
bool takes_texts(ArgumentType type) {
  return type == ArgumentType::Text || type == ArgumentType::TextList || type == ArgumentType::Mode;
}

Value as_written(const YamlNode& node, ArgumentType type) {
  if (!takes_texts(type) || node.is_map()) return sls_value(node);
  if (node.is_null()) return {};
  if (node.is_scalar()) return Value(node.text);
  ValueList list;
  for (const YamlNode& item : node.items)
    list.push_back(item.is_scalar() || item.is_null() ? Value(item.text) : sls_value(item));
  return Value(std::move(list));
}

bool has_expression(const YamlNode& node) {
  return node.text.find("{{") != std::string::npos ||
         std::any_of(node.items.begin(), node.items.end(), has_expression) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const YamlEntry& entry) { return has_expression(entry.value); });
}

ValueTemplate read_template(const YamlNode& node, ArgumentType type, ReadContext& context) {
  if (node.is_sequence()) {
    std::vector<ValueTemplate> items;
    for (const YamlNode& item : node.items) items.push_back(read_template(item, type, context));
    return ValueTemplate::list(std::move(items));
  }
  if (node.is_map()) {
    std::vector<std::pair<std::string, ValueTemplate>> entries;
    for (const YamlEntry& entry : node.entries)
      entries.emplace_back(entry.key.text, read_template(entry.value, ArgumentType::Any, context));
    return ValueTemplate::map(std::move(entries));
  }
  if (!has_expression(node)) return ValueTemplate(as_written(node, type));
  auto parsed = TextValue::parse(node.text, context.schema, {"", 1, 1, 1});
  relocate(parsed.issues, node);
  for (Issue& issue : parsed.issues) context.report(std::move(issue));
  return ValueTemplate(std::move(parsed.value));
}

}  // namespace

Argument read_argument(const YamlNode& node, ArgumentType type, ReadContext& context) {
  if (has_expression(node)) {
    ValueTemplate varying = read_template(node, type, context);
    return varying.is_constant() ? Argument() : Argument(std::move(varying), Value(node.text));
  }
  auto value = typed_argument(as_written(node, type), type);
  if (value) return Argument(std::move(*value));
  context.report(node.error("E413", value.error().message, value.error().hint));
  return {};
}

}  // namespace balm
