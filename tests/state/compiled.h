// State files as short texts, and a World that answers from a script, for the tests of this folder.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "agent/state_runner.h"
#include "agent/world.h"
#include "common/state/state_file.h"

namespace balm {

inline Parsed<StateDocument> compile(const std::string& text) {
  return compile_state({{"t", text}}, "t");
}

// The codes of all issues in order: "E410 E422".
inline std::string codes(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues) text += (text.empty() ? "" : " ") + issue.code;
  return text;
}

inline std::string codes_of(const std::string& text) {
  return codes(compile(text).issues);
}

// IDs in the order of the plan, predictions as "?id".
inline std::string plan_text(const StateDocument& document) {
  std::string text;
  for (const PlanEntry& entry : document.plan)
    text += (text.empty() ? "" : " ") + std::string(entry.kind == PlanEntry::Kind::Predict ? "?" : "") +
            document.steps[entry.step].id;
  return text;
}

inline std::string plan_of(const std::string& text) {
  const auto parsed = compile(text);
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  return plan_text(parsed.value);
}

// A host that exists only in the test: commands and paths by name, module functions as module `test` has
// them.
class ScriptedWorld : public agent::World {
 public:
  std::map<std::string, int> exit_codes;  // of conditions; missing ones cannot be started
  std::map<std::string, bool> paths;
  std::map<std::string, std::deque<agent::ModuleReport>>
      reports;                   // by step name, one for each call; the last repeats
  std::vector<std::string> log;  // "act cmd.run NAME", "predict ...", "wait 10"
  bool stop = false;
  std::function<void(const std::string&)> on_act;

  agent::ModuleReport act(const agent::ModuleCall& call) override {
    note("act", call);
    if (on_act) on_act(call.name);
    return report(call, false);
  }
  agent::ModuleReport predict(const agent::ModuleCall& call) override {
    note("predict", call);
    return report(call, true);
  }
  std::optional<int> exit_status(const agent::ConditionCommand& command) override {
    log.push_back("condition " + command.command);
    const auto found = exit_codes.find(command.command);
    return found == exit_codes.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<bool> ask(std::string_view question, const Value&) override {
    return question == "test.true" ? std::optional(true) : std::optional(false);
  }
  bool path_exists(const std::string& path) override { return paths[path]; }
  void wait(Duration duration) override {
    log.push_back("wait " + std::to_string(duration / std::chrono::seconds(1)));
    time_ = time_ + duration;
  }
  bool cancelled() override { return stop; }
  Now now() override { return {time_, WallTime{time_.since_boot}}; }

  std::string log_text() const {
    std::string text;
    for (const std::string& line : log) text += line + "\n";
    return text;
  }

 private:
  void note(const std::string& what, const agent::ModuleCall& call) {
    log.push_back(what + " " + std::string(call.function->name) + " " + call.name +
                  (call.watched ? " watched" : ""));
    last_arguments = call.arguments;
  }

  agent::ModuleReport report(const agent::ModuleCall& call, bool test) {
    if (const auto found = reports.find(call.name); found != reports.end()) {
      const agent::ModuleReport answer = found->second.front();
      if (found->second.size() > 1) found->second.pop_front();
      return answer;
    }
    return as_test_module(call, test);
  }

  // succeed_with_changes and so on do what they are called.
  static agent::ModuleReport as_test_module(const agent::ModuleCall& call, bool test) {
    const std::string_view function = call.function->function();
    agent::ModuleReport report;
    const bool changes = function.ends_with("with_changes") || function == "run" || call.watched;
    report.result = function.starts_with("fail") ? std::optional(false) : std::optional(true);
    if (test && changes) report.result = std::nullopt;
    if (changes) report.changes = Value::map({{"x", 1}});
    report.comment = call.watched ? "watched" : report.result == false ? "Failure!" : "Success!";
    return report;
  }

  Instant time_{std::chrono::seconds(1000)};

 public:
  Value last_arguments;
};

class QuietWatch : public agent::StepWatch {
 public:
  std::vector<std::string> begun;
  std::vector<std::string> ended;
  std::size_t allow = 1000;

  bool begin(const Step& step, std::uint32_t) override {
    if (begun.size() >= allow) return false;
    begun.push_back(step.id);
    return true;
  }
  void end(const StepResult& result) override { ended.push_back(result.id); }
};

// "id true changed: comment", one line each.
inline std::string outcome_text(const agent::StateOutcome& outcome) {
  std::string text;
  for (const StepResult& step : outcome.results)
    text += step.id + " " + to_display(step.result ? Value(*step.result) : Value()) +
            (step.changed() ? " changed" : "") + ": " + step.comment + "\n";
  return text;
}

struct Ran {
  agent::StateOutcome outcome;
  std::string text;
};

inline Ran run_text(const std::string& text, ScriptedWorld& world, bool test = false,
                    const Value& params = {}) {
  const auto parsed = compile(text);
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  if (!parsed.ok()) return {};
  auto bound = bind_params(parsed.value, params);
  EXPECT_TRUE(bound.ok()) << (bound ? "" : bound.error().message);
  agent::StateRun run;
  run.document = &parsed.value;
  run.scope = Value::map({{"params", bound ? *bound : Value()}});
  run.test = test;
  QuietWatch watch;
  Ran ran{agent::run_state(run, world, watch), ""};
  ran.text = outcome_text(ran.outcome);
  return ran;
}

inline std::string run_text(const std::string& text) {
  ScriptedWorld world;
  return run_text(text, world).text;
}

}  // namespace balm
