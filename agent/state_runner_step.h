// One step, once its requisites let it run: `if`, unless, onlyif and creates, arguments, the module,
// check_cmd, retries. Internal to the state runner.
#pragma once

#include <string>
#include <vector>

#include "agent/state_runner.h"
#include "common/random.h"
#include "common/result.h"

namespace balm::agent {

class StepCaller {
 public:
  StepCaller(const StateRun& run, World& world) : run_(run), world_(world), random_(run.seed) {}

  struct Mode {
    bool test = false;
    bool watched = false;                    // the reaction of its module to a change elsewhere
    std::vector<std::string> watch_changes;  // which
  };

  // The result has everything but its number. `steps`: results so far, for expressions.
  StepResult call(const Step& step, const Mode& mode, const ValueMap& steps);

 private:
  struct Skip {
    bool skip = false;
    std::string comment;
    bool failed = false;  // the condition itself is broken
  };

  StepResult attempt(const Step& step, const Mode& mode);
  ModuleReport ask_module(const Step& step, const Mode& mode, ModuleCall& call);
  Result<ModuleCall> prepare(const Step& step, const Mode& mode);
  Result<Value> evaluate(const Argument& argument, ArgumentType type);

  Skip check_if(const Step& step);
  Skip check_conditions(const Step& step, const ModuleCall& call);
  Skip check_onlyif(const Step& step, const ModuleCall& call);
  Skip check_unless(const Step& step, const ModuleCall& call);
  Skip check_creates(const Step& step);
  // Nothing when it could not be found out.
  std::optional<bool> holds(const Condition& condition, const ModuleCall& call);
  void run_check_cmd(const Step& step, const ModuleCall& call, ModuleReport& report);

  const StateRun& run_;
  World& world_;
  Random random_;
  ValueMap names_;
  expression::Scope scope_;
};

}  // namespace balm::agent
