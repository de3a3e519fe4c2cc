// Runs a compiled state through a World, step by step, with Salt's requisite semantics. Pure: everything that
// touches the host, the clock included, is behind the World.
//
// In a test run act() is never called, whatever a module is like: a function that cannot predict answers null
// here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agent/world.h"
#include "common/expression/program.h"
#include "common/state/state_document.h"
#include "common/state/step_result.h"
#include "common/value.h"

namespace balm::agent {

// Told about every step. The executor journals `begin` durably before it returns.
class StepWatch {
 public:
  virtual ~StepWatch() = default;
  // Before a step touches anything (conditions included; never for a step that requisites keep from running).
  // `n` counts from 0. False ends the run before the step.
  virtual bool begin(const Step& step, std::uint32_t n) = 0;
  virtual void end(const StepResult& result) = 0;
};

struct StateRun {
  const StateDocument* document = nullptr;
  Value scope;  // map of names for {{ }} and `if`: event, host, incident, params, vars ... `steps` is added
  bool test = false;
  std::uint64_t seed = 0;             // for the splay of retries
  const ZoneSource* zones = nullptr;  // for times of day in expressions
};

struct StateOutcome {
  std::vector<StepResult> results;  // in order of execution
  bool cancelled = false;           // begin() said no, or the World was cancelled
  bool failed = false;              // a step failed or could not be tried
  bool changed = false;             // a step changed something, or would

  std::string comment;  // one line for people: "3 steps, 1 changed" or the first failure's comment
};

// REQUIRES: run.document compiled without errors; params in the scope bound with bind_params().
StateOutcome run_state(const StateRun& run, World& world, StepWatch& watch);

}  // namespace balm::agent
