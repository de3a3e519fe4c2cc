#include "agent/io/state_worker.h"

#include <utility>

#include "agent/executor/result_bounds.h"
#include "agent/io/modules/host_world.h"
#include "agent/io/process_tree.h"
#include "agent/state_runner.h"
#include "common/hash.h"
#include "common/state/state_file.h"

namespace balm::agent {
namespace {

using namespace executor;

// What is longer than a message would never arrive, and its worker be taken for lost.
Value bounded(const std::vector<StepResult>& results) {
  return bounded_steps(to_value(results));
}

std::string result_text(const StepResult& result) {
  if (!result.result) return "null";
  return *result.result ? "true" : "false";
}

class VoiceWatch : public StepWatch {
 public:
  explicit VoiceWatch(WorkerVoice& voice) : voice_(voice) {}

  bool begin(const Step& step, std::uint32_t) override {
    open_ = bounded_comment(step.id);
    return voice_.ask(*open_);
  }

  // Steps that requisites kept from running were never asked for; the end tells of them.
  void end(const StepResult& result) override {
    if (!open_) return;
    const Value all = bounded({result});
    voice_.tell(TellStep{*std::exchange(open_, std::nullopt), result_text(result), all.as_list().front()});
  }

 private:
  WorkerVoice& voice_;
  std::optional<std::string> open_;
};

// The scope with the parameters the state declares, defaults filled in.
Result<Value> scope_for(const StateDocument& document, const Value& given) {
  ValueMap scope = given.is(Value::Kind::Map) ? given.as_map() : ValueMap{};
  Result<Value> params = bind_params(document, given["params"]);
  if (!params) return params.error();
  scope.insert_or_assign(Value("params"), std::move(*params));
  return Value(std::move(scope));
}

void run_task(const Task& task, WorkerVoice& voice, HostSettings settings) {
  const Parsed<StateDocument> document = compile_state(task.files, task.state.text);
  if (!document.ok()) return voice.tell(TellUnreadable{bounded_comment(render(document.issues))});
  const Result<Value> scope = scope_for(document.value, task.scope);
  if (!scope) return voice.tell(TellUnreadable{bounded_comment(scope.error().message)});
  settings.environment[kAttemptMark] = to_text(task.attempt);
  HostWorld world(std::move(settings), [&voice] { return voice.orphaned(); });
  VoiceWatch watch(voice);
  const StateRun run{&document.value, *scope, task.test, stable_hash(to_text(task.attempt))};
  const StateOutcome outcome = run_state(run, world, watch);
  if (outcome.cancelled) return;  // the executor said no, or is gone: the end of this process says enough
  voice.tell(TellEnd{!outcome.failed, bounded_comment(outcome.comment), bounded(outcome.results),
                     voice.first_action_us()});
}

}  // namespace

RunTask state_worker(HostSettings settings) {
  return [settings = std::move(settings)](const Task& task, WorkerVoice& voice) {
    run_task(task, voice, settings);
  };
}

}  // namespace balm::agent
