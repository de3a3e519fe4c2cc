// The narrow door between the state runner and the host. The real one is agent/io/modules/host_world; tests
// use a scripted one. Every call may block; none throws.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/instant.h"
#include "common/state/module_table.h"
#include "common/value.h"

namespace balm::agent {

// One call of a module function, arguments evaluated and of the types the table asks for.
struct ModuleCall {
  const FunctionRow* function = nullptr;
  std::string id;
  std::string name;
  Value arguments;                          // map, without `name`
  Duration timeout{};                       // 0: no limit of its own
  bool watched = false;                     // called because a watched step changed (Salt's mod_watch)
  std::vector<std::string> watch_changes;   // "cmd: ID" of the watched steps that changed
  std::vector<std::string> required_names;  // names of the steps of the same module it requires

  const Value& operator[](std::string_view argument) const { return arguments[argument]; }
};

// What a function answers; the same fields as StepResult.
struct ModuleReport {
  std::optional<bool> result = true;
  Value changes = Value(ValueMap{});
  std::string comment;
  bool skip_watch = false;
};

// A shell command of unless, onlyif or check_cmd, with the settings of its step.
struct ConditionCommand {
  std::string command;
  Value arguments;  // of the step: cwd, env, runas ... are honoured
  Duration timeout{};
};

class World {
 public:
  virtual ~World() = default;

  // Carries it out. Never reached in a test run.
  virtual ModuleReport act(const ModuleCall& call) = 0;
  // Says what act() would do, and does nothing. REQUIRES: call.function->can_predict
  virtual ModuleReport predict(const ModuleCall& call) = 0;

  // Exit status of the command under /bin/sh; nothing when it could not be started or was killed.
  virtual std::optional<int> exit_status(const ConditionCommand& command) = 0;
  // Answer of a question function; nothing when there is no such function.
  virtual std::optional<bool> ask(std::string_view question, const Value& arguments) = 0;
  virtual bool path_exists(const std::string& path) = 0;

  // Pauses between retries; returns early when the run is cancelled.
  virtual void wait(Duration duration) = 0;
  // Somebody wants the run to end, or its time is up. No further step begins; what runs is ended by the
  // World.
  virtual bool cancelled() = 0;
  virtual Now now() = 0;
};

}  // namespace balm::agent
