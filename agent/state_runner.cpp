#include "agent/state_runner.h"

#include <optional>
#include <utility>

#include "agent/state_runner_step.h"
#include "common/invariant.h"
#include "common/state/requisite_check.h"

namespace balm::agent {

namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

class Runner {
 public:
  Runner(const StateRun& run, World& world, StepWatch& watch)
      : run_(run), world_(world), watch_(watch), caller_(run, world) {
    results_.resize(steps().size());
    predicted_.resize(steps().size());
  }

  StateOutcome run() {
    for (const PlanEntry& entry : run_.document->plan) {
      if (entry.kind == PlanEntry::Kind::Predict)
        predict(entry.step);
      else if (!run_step(entry.step))
        break;
    }
    // Also after a `failhard`: a service whose settings did change must learn of it.
    if (!outcome_.cancelled) run_listeners();
    outcome_.comment = summary();
    return std::move(outcome_);
  }

 private:
  const std::vector<Step>& steps() const { return run_.document->steps; }

  // False when the run ends here.
  bool run_step(std::size_t index) {
    const Step& step = steps()[index];
    const RequisiteAnswer answer = check_requisites(step, steps(), results_, predicted_);
    StepResult result;
    if (answer.readiness == Readiness::Ready || answer.readiness == Readiness::Watched) {
      if (!begin(step)) return false;
      result = caller_.call(step, {run_.test, false, {}}, shown_);
      if (answer.readiness == Readiness::Watched && !result.changed() && !result.skip_watch &&
          !world_.cancelled())
        result = caller_.call(step, {run_.test, true, answer.changed}, shown_);
    } else {
      result = not_run(step, answer);
    }
    const bool stop = step.failhard && result.failed() && !run_.test;
    results_[index] = result;
    record(std::move(result));
    return !stop;
  }

  bool begin(const Step& step) {
    if (!world_.cancelled() && watch_.begin(step, static_cast<std::uint32_t>(outcome_.results.size())))
      return true;
    outcome_.cancelled = true;
    return false;
  }

  void record(StepResult result) {
    result.run_num = static_cast<std::uint32_t>(outcome_.results.size());
    outcome_.failed = outcome_.failed || result.failed();
    outcome_.changed = outcome_.changed || result.changed();
    shown_[Value(result.id)] = Value::map({{"result", result.result ? Value(*result.result) : Value()},
                                           {"changes", result.changes},
                                           {"comment", result.comment},
                                           {"name", result.name}});
    watch_.end(result);
    outcome_.results.push_back(std::move(result));
  }

  StepResult not_run(const Step& step, const RequisiteAnswer& answer) {
    StepResult result;
    result.id = step.id;
    result.name = to_display(step.name.constant());
    result.sls = step.sls;
    result.function = step.function->name;
    result.start = world_.now().wall;
    result.ran = false;
    result.result = answer.readiness != Readiness::Blocked;
    switch (answer.readiness) {
      case Readiness::Blocked:
        result.comment = "One or more requisite failed: " + joined(answer.failed);
        break;
      case Readiness::NoNeed:
        result.comment = "No changes detected";
        break;
      case Readiness::NotFailed:
        result.comment = "State was not run because onfail req did not change";
        break;
      case Readiness::Unchanged:
        result.comment = "State was not run because none of the onchanges reqs changed";
        break;
      case Readiness::Watched:
      case Readiness::Ready:
        BALM_ASSERT(false);
    }
    return result;
  }

  // Asks a step what it would change, for steps with `prereq` on it.
  void predict(std::size_t index) {
    if (world_.cancelled()) return;
    const Step& step = steps()[index];
    const RequisiteAnswer answer = check_requisites(step, steps(), results_, predicted_);
    if (answer.readiness != Readiness::Ready && answer.readiness != Readiness::Watched) {
      predicted_[index] = not_run(step, answer);
      return;
    }
    StepResult result = caller_.call(step, {true, false, {}}, shown_);
    if (answer.readiness == Readiness::Watched && !result.changed() && !result.skip_watch && !result.failed())
      result.result = std::nullopt;  // it would react to what it watches
    predicted_[index] = std::move(result);
  }

  void run_listeners() {
    for (const PlanEntry& entry : run_.document->plan) {
      if (entry.kind != PlanEntry::Kind::Run) continue;
      const Step& step = steps()[entry.step];
      std::vector<std::string> changed = heard(step);
      if (changed.empty()) continue;
      if (!begin(step)) return;
      StepResult result = caller_.call(step, {run_.test, true, std::move(changed)}, shown_);
      result.id = "listener_" + step.id;  // Salt's names for it
      result.function = std::string(step.function->module()) + ".mod_watch";
      record(std::move(result));
    }
  }

  // The steps it listens to that changed something.
  std::vector<std::string> heard(const Step& step) const {
    std::vector<std::string> changed;
    for (const Requisite& requisite : step.requisites) {
      if (requisite.kind != RequisiteKind::Listen) continue;
      for (const std::size_t target : requisite.targets)
        if (results_[target] && results_[target]->changed())
          changed.push_back(std::string(steps()[target].function->module()) + ": " + steps()[target].id);
    }
    return changed;
  }

  std::string summary() const {
    std::size_t changed = 0;
    for (const StepResult& result : outcome_.results) {
      if (result.failed() && result.ran) return "`" + result.id + "`: " + result.comment;
      changed += result.changed() ? 1 : 0;
    }
    const std::size_t count = outcome_.results.size();
    return std::to_string(count) + (count == 1 ? " step, " : " steps, ") + std::to_string(changed) +
           (run_.test ? " would change" : " changed") + (outcome_.cancelled ? ", cancelled" : "");
  }

  const StateRun& run_;
  World& world_;
  StepWatch& watch_;
  StepCaller caller_;
  StepResults results_;
  StepResults predicted_;
  ValueMap shown_;  // `steps` in expressions
  StateOutcome outcome_;
};

}  // namespace

StateOutcome run_state(const StateRun& run, World& world, StepWatch& watch) {
  BALM_ASSERT(run.document != nullptr);
  return Runner(run, world, watch).run();
}

}  // namespace balm::agent
