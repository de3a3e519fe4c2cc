// Whether a step runs at all, and whether it did what it should: the comments are Salt's.
#include <utility>

#include "agent/state_runner_step.h"

namespace balm::agent {

StepCaller::Skip StepCaller::check_if(const Step& step) {
  if (step.condition.empty()) return {};
  const expression::Outcome outcome = step.condition.evaluate(scope_);
  if (const auto* fault = std::get_if<expression::EvalError>(&outcome))
    return {true, "`if` could not be evaluated: " + fault->message, true};
  const Value& value = std::get<Value>(outcome);
  if (!value.is(Value::Kind::Bool))
    return {true, "`if` is neither true nor false but " + to_display(value), true};
  if (value.as_bool()) return {};
  return {true, "State was not run because `if` is false", false};
}

// All three are asked, and each says what it found, as in Salt; one that is against it is enough. A condition
// that cannot be found out leaves the host alone: it counts as not true for onlyif and as true for unless.
StepCaller::Skip StepCaller::check_conditions(const Step& step, const ModuleCall& call) {
  Skip all;
  const auto add = [&](const Skip& one) {
    all.skip = all.skip || one.skip;
    all.comment += (all.comment.empty() ? "" : "\n") + one.comment;
  };
  if (!step.onlyif.empty()) add(check_onlyif(step, call));
  if (!step.unless.empty()) add(check_unless(step, call));
  if (!step.creates.empty()) add(check_creates(step));
  return all;
}

StepCaller::Skip StepCaller::check_onlyif(const Step& step, const ModuleCall& call) {
  for (const Condition& condition : step.onlyif)
    if (!holds(condition, call).value_or(false)) return {true, "onlyif condition is false", false};
  return {false, "onlyif condition is true", false};
}

StepCaller::Skip StepCaller::check_unless(const Step& step, const ModuleCall& call) {
  for (const Condition& condition : step.unless)
    if (!holds(condition, call).value_or(true)) return {false, "unless condition is false", false};
  return {true, "unless condition is true", false};
}

StepCaller::Skip StepCaller::check_creates(const Step& step) {
  std::string first;
  for (const Argument& argument : step.creates) {
    auto path = evaluate(argument, ArgumentType::Text);
    if (!path || !world_.path_exists(path->string_or())) return {false, "Creates files not found", false};
    if (first.empty()) first = path->string_or();
  }
  return {true, step.creates_is_list ? "All files in creates exist" : first + " exists", false};
}

std::optional<bool> StepCaller::holds(const Condition& condition, const ModuleCall& call) {
  if (condition.question.empty()) {
    auto command = evaluate(condition.command, ArgumentType::Text);
    if (!command) return std::nullopt;
    const auto status = world_.exit_status({command->string_or(), call.arguments, call.timeout});
    return status ? std::optional(*status == 0) : std::nullopt;
  }
  ValueMap arguments;
  for (const auto& [name, argument] : condition.arguments) {
    auto value = evaluate(argument, ArgumentType::Any);
    if (!value) return std::nullopt;
    arguments[Value(name)] = std::move(*value);
  }
  return world_.ask(condition.question, Value(std::move(arguments)));
}

void StepCaller::run_check_cmd(const Step& step, const ModuleCall& call, ModuleReport& report) {
  for (const Condition& condition : step.check_cmd) {
    if (holds(condition, call).value_or(false)) continue;
    report.result = false;
    report.comment = "check_cmd determined the state failed";
    return;
  }
  report.result = true;
  report.comment = "check_cmd determined the state succeeded";
}

}  // namespace balm::agent
