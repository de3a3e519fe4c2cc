#include "common/state/condition_reader.h"

#include <algorithm>
#include <utility>

#include "common/limits.h"
#include "common/nearest.h"
#include "common/state/argument_types.h"
#include "common/state/sls_scalar.h"

namespace balm {

namespace {

Condition read_question(const YamlNode& node, ReadContext& context) {
  Condition condition;
  for (const YamlEntry& entry : node.entries) {
    if (entry.key.text == "fun" && entry.value.is_scalar())
      condition.question = entry.value.text;
    else
      condition.arguments.emplace_back(entry.key.text,
                                       read_argument(entry.value, ArgumentType::Any, context));
  }
  const auto known = question_names();
  if (condition.question.empty())
    context.report(
        node.error("E415", "a condition is a command, or a map with `fun`", "write `- fun: test.true`"));
  else if (std::find(known.begin(), known.end(), condition.question) == known.end())
    context.report(node.find("fun")->error("E415", "there is no question `" + condition.question + "`",
                                           did_you_mean(condition.question, known)));
  return condition;
}

// `onlyif: false` written plain is the command `false`, which does what its author thinks.
Condition read_one(const YamlNode& node, ReadContext& context) {
  if (node.is_map()) return read_question(node, context);
  Condition condition;
  if (node.is_scalar())
    condition.command = read_argument(node, ArgumentType::Text, context);
  else
    context.report(
        node.error("E415", "a condition is a shell command, this is " + std::string(kind_name(node))));
  return condition;
}

// Whether the entry is a field of a retry, which is then set.
bool read_retry_field(RetryPolicy& retry, const YamlEntry& entry, ReadContext& context) {
  const std::string& key = entry.key.text;
  const bool is_span = key == "every" || key == "interval" || key == "splay";
  if (!is_span && key != "attempts" && key != "until") return false;
  const ArgumentType type = is_span          ? ArgumentType::Span
                            : key == "until" ? ArgumentType::Bool
                                             : ArgumentType::Int;
  const Argument argument = read_argument(entry.value, type, context);
  const Value& value = argument.constant();
  if (value.is_null()) return true;
  if (key == "until")
    retry.until = value.as_bool();
  else if (key == "splay")
    retry.splay = value.as_duration();
  else if (is_span)
    retry.interval = value.as_duration();
  else if (value.as_int() < 1 || value.as_int() > limits::kRetryAttemptsMax)
    context.report(
        entry.value.error("E416", "`attempts` is from 1 to " + std::to_string(limits::kRetryAttemptsMax)));
  else
    retry.attempts = static_cast<int>(value.as_int());
  return true;
}

void read_retry_fields(RetryPolicy& retry, const YamlNode& map, ReadContext& context) {
  static constexpr std::string_view kFields[] = {"attempts", "every", "interval", "splay", "until"};
  for (const YamlEntry& entry : map.entries)
    if (!read_retry_field(retry, entry, context))
      context.report(entry.key.error("E416", "`retry` has no `" + entry.key.text + "`",
                                     did_you_mean(entry.key.text, kFields)));
}

}  // namespace

expression::Program read_condition_expression(const YamlNode& node, ReadContext& context) {
  if (!node.is_scalar() || node.text.empty()) {
    context.report(node.error("E417", "`if` is one expression, this is " + std::string(kind_name(node))));
    return {};
  }
  auto parsed = expression::Program::compile(node.text, context.schema, {"", 1, 1, 1});
  relocate(parsed.issues, node);
  for (Issue& issue : parsed.issues) context.report(std::move(issue));
  if (parsed.ok() && !parsed.value.may_be_bool())
    context.report(node.error("E417", "`if` must be true or false, and this is neither"));
  return std::move(parsed.value);
}

std::vector<Condition> read_conditions(const YamlNode& node, ReadContext& context) {
  std::vector<Condition> conditions;
  if (!node.is_sequence()) conditions.push_back(read_one(node, context));
  for (const YamlNode& item : node.items) conditions.push_back(read_one(item, context));
  return conditions;
}

std::optional<RetryPolicy> read_retry(const YamlNode& node, ReadContext& context) {
  RetryPolicy retry;
  if (node.is_scalar()) {
    if (const auto wanted = sls_bool(node.text)) return *wanted ? std::optional(retry) : std::nullopt;
    if (const auto attempts = sls_int(node.text);
        attempts && *attempts >= 1 && *attempts <= limits::kRetryAttemptsMax) {
      retry.attempts = static_cast<int>(*attempts);
      return retry;
    }
  }
  if (node.is_map())
    read_retry_fields(retry, node, context);
  else if (node.is_sequence())
    for (const YamlNode& item : node.items) read_retry_fields(retry, item, context);
  else
    context.report(
        node.error("E416", "`retry` is true or a map", "write `retry: {attempts: 3, every: 10s}`"));
  return retry;
}

}  // namespace balm
