#include "common/yaml/expression_fields.h"

#include <utility>

namespace balm {
namespace {

// Places inside a text of its own, for relocate().
Place start_of_text() {
  return {"", 1, 1, 1};
}

// A comment behind `x == "a` means that YAML cut the text at ` #`: what is left has a quote or bracket too
// few.
bool looks_cut(std::string_view text) {
  char quote = '\0';
  int open = 0;
  for (const char c : text) {
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++open;
    } else if (c == ')' || c == ']' || c == '}') {
      --open;
    }
  }
  return quote != '\0' || open > 0;
}

void warn_of_cut(const YamlNode& node, Issues& issues) {
  if (!node.comment_follows || node.style != YamlNode::Style::Plain || !looks_cut(node.text)) return;
  Issue issue = node.error("W114", "the text after ` #` is a comment to YAML, not part of the expression");
  issue.severity = Issue::Severity::Warning;
  issue.guess = "put the whole value in quotes, or write it below `>-`";
  issues.push_back(std::move(issue));
}

// Takes over what was found in a text of its own and says whether it is usable.
template <class T>
std::optional<T> taken(Parsed<T> parsed, const YamlNode& node, Issues& issues) {
  relocate(parsed.issues, node);
  issues.insert(issues.end(), parsed.issues.begin(), parsed.issues.end());
  if (!parsed.ok()) return std::nullopt;
  return std::move(parsed.value);
}

bool has_braces(const YamlNode& node) {
  return node.text.find("{{") != std::string::npos;
}

Value scalar_value(const YamlNode& node) {
  if (node.style != YamlNode::Style::Plain) return Value(node.text);
  if (node.text == "true" || node.text == "false") return Value(node.text == "true");
  if (const auto whole = whole_from(node.text)) return Value(*whole);
  if (const auto number = number_from(node.text)) return Value(*number);
  return Value(node.text);
}

std::optional<ValueTemplate> read_items(const YamlNode& node, const expression::Schema& schema,
                                        Issues& issues) {
  std::vector<ValueTemplate> items;
  for (const YamlNode& item : node.items)
    if (auto value = read_value(item, schema, issues)) items.push_back(std::move(*value));
  if (items.size() != node.items.size()) return std::nullopt;
  return ValueTemplate::list(std::move(items));
}

std::optional<ValueTemplate> read_entries(const YamlNode& node, const expression::Schema& schema,
                                          Issues& issues) {
  std::vector<std::pair<std::string, ValueTemplate>> entries;
  for (const YamlEntry& entry : node.entries)
    if (auto value = read_value(entry.value, schema, issues))
      entries.emplace_back(entry.key.text, std::move(*value));
  if (entries.size() != node.entries.size()) return std::nullopt;
  return ValueTemplate::map(std::move(entries));
}

}  // namespace

TextValue read_text_value(Fields& fields, std::string_view key, const expression::Schema& schema) {
  const YamlNode* node = fields.find(key);
  const std::optional<std::string> text =
      node == nullptr ? std::nullopt : read_filled_text(*node, fields.issues());
  if (!text) return {};
  return taken(TextValue::parse(*text, schema, start_of_text()), *node, fields.issues())
      .value_or(TextValue());
}

std::optional<ValueTemplate> read_value(const YamlNode& node, const expression::Schema& schema,
                                        Issues& issues) {
  if (node.is_null()) return ValueTemplate();
  if (node.is_sequence()) return read_items(node, schema, issues);
  if (node.is_map()) return read_entries(node, schema, issues);
  if (!has_braces(node)) return ValueTemplate(scalar_value(node));
  std::optional<TextValue> text = taken(TextValue::parse(node.text, schema, start_of_text()), node, issues);
  if (!text) return std::nullopt;
  return ValueTemplate(std::move(*text));
}

std::vector<std::pair<std::string, ValueTemplate>> read_named_values(Fields& fields, std::string_view key,
                                                                     const expression::Schema& schema) {
  std::vector<std::pair<std::string, ValueTemplate>> values;
  const YamlNode* node = fields.find(key);
  if (node == nullptr) return values;
  if (!node->is_map())
    fields.issues().push_back(node->error(
        "E201",
        "`" + std::string(key) + "` is a map of names to values, not " + std::string(kind_name(*node))));
  for (const YamlEntry& entry : node->entries)
    if (auto value = read_value(entry.value, schema, fields.issues()))
      values.emplace_back(entry.key.text, std::move(*value));
  return values;
}

expression::Program read_condition(Fields& fields, std::string_view key, const expression::Schema& schema) {
  const YamlNode* node = fields.find(key);
  if (node == nullptr) return {};
  Issues& issues = fields.issues();
  warn_of_cut(*node, issues);
  const std::optional<std::string> text = read_filled_text(*node, issues);
  if (!text) return {};
  if (text->substr(0, 2) == "{{") {
    issues.push_back(node->error("E216", "a condition is an expression already", "leave out `{{` and `}}`"));
    return {};
  }
  auto program = taken(expression::Program::compile(*text, schema, start_of_text()), *node, issues);
  if (!program) return {};
  if (!program->may_be_bool())
    issues.push_back(node->error("E215", "a condition gives true or false; this gives something else"));
  return std::move(*program);
}

std::optional<Cron> read_cron(Fields& fields, std::string_view key) {
  const YamlNode* node = fields.find(key);
  const std::optional<std::string> text =
      node == nullptr ? std::nullopt : read_filled_text(*node, fields.issues());
  if (!text) return std::nullopt;
  Parsed<Cron> parsed = Cron::parse(*text, start_of_text());
  if (!parsed.ok() || !parsed.value.never()) return taken(std::move(parsed), *node, fields.issues());
  fields.issues().push_back(node->error("E217", "no such date will ever come"));
  return std::nullopt;
}

}  // namespace balm
