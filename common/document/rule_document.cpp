#include "common/document/rule_document.h"

#include <algorithm>

#include "common/document/guard_fields.h"
#include "common/document/ladder_fields.h"
#include "common/document/rule_schema.h"
#include "common/yaml/expression_fields.h"
#include "common/yaml/fields.h"

namespace balm {
namespace {

bool is_pattern_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("._-*?").find(c) != std::string_view::npos;
}

// Why an event type pattern cannot be meant; empty when it can.
std::string_view objection_to_pattern(std::string_view pattern) {
  if (pattern.size() > limits::kEventTypeBytesMax) return "is longer than any event type";
  if (!std::all_of(pattern.begin(), pattern.end(), is_pattern_character))
    return "holds a character that no event type has: small letters, digits, `.`, `_`, `-`, and `*` `?` as "
           "wildcards";
  if (pattern.find('.') == std::string_view::npos)
    return "has no dot; event types are like check.nginx and host.down";
  if (pattern.find_first_not_of("*?.") == std::string_view::npos)
    return "means every event; name at least its kind, as in check.*";
  return {};
}

std::vector<std::string> read_when(Fields& fields) {
  const YamlNode* node = fields.require("when");
  if (node == nullptr) return {};
  std::vector<std::string> when = fields.texts("when");
  const bool list = node->is_sequence();
  if (list && node->items.empty())
    fields.issues().push_back(node->error("E214", "the list is empty: no event is meant"));
  for (std::size_t i = 0; i < when.size(); ++i) {
    const std::string_view objection = objection_to_pattern(when[i]);
    if (objection.empty()) continue;
    fields.issues().push_back(
        (list ? node->items[i] : *node).error("E218", "`" + when[i] + "` " + std::string(objection)));
  }
  return when;
}

// In the order of the file; each value sees the names before it.
std::vector<std::string> read_vars(Fields& fields, RuleDocument& rule) {
  std::vector<std::string> names;
  const YamlNode* node = fields.find("vars");
  if (node == nullptr) return names;
  if (!node->is_map())
    fields.issues().push_back(
        node->error("E201", "`vars` is a map of names to values, not " + std::string(kind_name(*node))));
  for (const YamlEntry& entry : node->entries) {
    const expression::Schema schema = rule_schema(names);
    std::optional<ValueTemplate> value = read_value(entry.value, schema, fields.issues());
    if (!read_id(entry.key, fields.issues()) || !value) continue;
    rule.vars.emplace_back(entry.key.text, std::move(*value));
    names.push_back(entry.key.text);
  }
  return names;
}

void read_decision(Fields& fields, RuleDocument& rule, const std::vector<std::string>& vars) {
  const expression::Schema schema = rule_schema(vars);
  rule.condition = read_condition(fields, "if", schema);
  rule.key = read_text_value(fields, "key", schema);
  rule.summary = read_text_value(fields, "summary", schema);
}

void read_limits(Fields& fields, RuleDocument& rule) {
  bool never = false;
  rule.guard = read_guard(fields, never);
  rule.mode = static_cast<RuleMode>(
      fields.choice("mode", static_cast<std::size_t>(RuleMode::Act), {"observe", "ask", "act"}));
  if (never) rule.mode = RuleMode::Observe;
}

}  // namespace

std::string_view to_text(RuleMode mode) {
  switch (mode) {
    case RuleMode::Observe:
      return "observe";
    case RuleMode::Ask:
      return "ask";
    case RuleMode::Act:
      return "act";
  }
  return "observe";
}

RuleDocument read_rule(const YamlEntry& entry, const KnownNames& known, Issues& issues) {
  RuleDocument rule;
  rule.place = entry.key.place();
  rule.name.text = read_id(entry.key, issues).value_or("");
  rule.text = entry.key.origin->block_at(entry.key.begin);
  Fields fields(entry.value, "rule `" + entry.key.text + "`", issues, &entry.key);
  rule.when = read_when(fields);
  const std::vector<std::string> vars = read_vars(fields, rule);
  read_decision(fields, rule, vars);
  rule.hosts = fields.selector("hosts");
  read_limits(fields, rule);
  rule.ladder = read_ladder(fields, vars, known);
  rule.verify = read_verify(fields, {});
  rule.escalate = fields.texts("escalate");
  rule.runbook = fields.text("runbook");
  rule.labels = fields.labels("labels");
  rule.enabled = fields.flag("enabled", true);
  fields.not_yet({"for", "after", "adapt"});
  fields.finish();
  return rule;
}

}  // namespace balm
