#include "agent/state_runner_step.h"

#include <utility>

#include "common/state/argument_types.h"

namespace balm::agent {

namespace {

const char* salt_text(const std::optional<bool>& result) {
  if (!result) return "None";
  return *result ? "True" : "False";
}

ModuleReport failure(std::string comment) {
  ModuleReport report;
  report.result = false;
  report.comment = std::move(comment);
  return report;
}

void take_over(StepResult& result, ModuleReport report) {
  result.result = report.result;
  result.changes = std::move(report.changes);
  result.comment = std::move(report.comment);
  result.skip_watch = report.skip_watch;
}

void hide(StepResult& result) {
  result.comment = "(hidden)";
  if (result.changed()) result.changes = Value::map({{"hidden", true}});
}

}  // namespace

StepResult StepCaller::call(const Step& step, const Mode& mode, const ValueMap& steps) {
  names_ = run_.scope.is(Value::Kind::Map) ? run_.scope.as_map() : ValueMap();
  names_[Value("steps")] = Value(steps);
  const Now start = world_.now();
  scope_ = {&names_, start.wall, run_.zones, nullptr};

  const int attempts = step.retry && !mode.test ? step.retry->attempts : 1;
  std::string history;
  StepResult result;
  for (int n = 1;; ++n) {
    result = attempt(step, mode);
    if (n >= attempts || result.result == std::optional(step.retry->until)) break;
    history += "Attempt " + std::to_string(n) + ": Returned a result of \"" + salt_text(result.result) +
               "\", with the following comment: \"" + result.comment + "\"\n";
    const auto splay = step.retry->splay.count();
    const auto extra = splay > 0 ? random_.below(static_cast<std::uint64_t>(splay) + 1) : 0;
    world_.wait(step.retry->interval + Duration(static_cast<Duration::rep>(extra)));
    if (world_.cancelled()) break;
  }
  result.comment = history + result.comment;
  result.start = start.wall;
  result.took = world_.now().instant - start.instant;
  if (step.secret) hide(result);
  return result;
}

StepResult StepCaller::attempt(const Step& step, const Mode& mode) {
  StepResult result;
  result.id = step.id;
  result.name = to_display(step.name.constant());
  result.sls = step.sls;
  result.function = step.function->name;
  if (const Skip skip = check_if(step); skip.skip) {
    take_over(result, failure(skip.comment));
    result.result = !skip.failed;
    result.skip_watch = true;
    return result;
  }
  auto call = prepare(step, mode);
  if (!call) {
    take_over(result, failure(call.error().message));
    return result;
  }
  result.name = call->name;
  take_over(result, ask_module(step, mode, *call));
  return result;
}

ModuleReport StepCaller::ask_module(const Step& step, const Mode& mode, ModuleCall& call) {
  if (!mode.watched) {
    if (Skip skip = check_conditions(step, call); skip.skip) {
      ModuleReport report;
      report.comment = std::move(skip.comment);
      report.skip_watch = true;
      return report;
    }
  }
  if (mode.test) {
    if (step.function->can_predict) return world_.predict(call);
    ModuleReport report;
    report.result = std::nullopt;
    report.comment = std::string(step.function->name) + " cannot say beforehand what it would do";
    return report;
  }
  ModuleReport report = world_.act(call);
  if (!step.check_cmd.empty()) run_check_cmd(step, call, report);
  return report;
}

Result<ModuleCall> StepCaller::prepare(const Step& step, const Mode& mode) {
  ModuleCall call;
  call.function = step.function;
  call.id = step.id;
  call.timeout = step.timeout;
  call.watched = mode.watched;
  call.watch_changes = mode.watch_changes;
  auto name = evaluate(step.name, ArgumentType::Text);
  if (!name) return Error{Error::Kind::Usage, "name: " + name.error().message, ""};
  call.name = name->string_or();
  ValueMap arguments;
  for (const auto& [key, argument] : step.arguments) {
    auto value = evaluate(argument, step.function->argument(key)->type);
    if (!value) return Error{Error::Kind::Usage, key + ": " + value.error().message, ""};
    if (!value->is_null()) arguments[Value(key)] = std::move(*value);
  }
  call.arguments = Value(std::move(arguments));
  for (const Requisite& requisite : step.requisites)
    for (const std::size_t target : requisite.targets) {
      const Step& other = run_.document->steps[target];
      if (auto other_name = evaluate(other.name, ArgumentType::Text))
        if (other.function->module() == step.function->module())
          call.required_names.push_back(other_name->string_or());
    }
  return call;
}

Result<Value> StepCaller::evaluate(const Argument& argument, ArgumentType type) {
  if (argument.is_constant()) return argument.constant();
  const expression::Outcome outcome = argument.evaluate(scope_);
  if (const auto* fault = std::get_if<expression::EvalError>(&outcome))
    return Error{Error::Kind::Usage, fault->message, ""};
  return typed_argument(std::get<Value>(outcome), type);
}

}  // namespace balm::agent
