#include "agent/io/executor_desk.h"

#include <utility>
#include <variant>

#include "common/io/system_clock.h"

namespace balm::agent {

using namespace executor;

ExecutorDesk::ExecutorDesk(Executor core, ExecutorJournal& journal, TaskBench& bench, Doors doors)
    : core_(std::move(core)), journal_(journal), bench_(bench), doors_(std::move(doors)) {}

void ExecutorDesk::begin(const std::string& stamp) {
  busy_ = true;
  Effects effects;
  core_.begin(stamp, system_now(), effects);
  carry_out(effects);
  busy_ = false;
  work_off();
}

void ExecutorDesk::give(Input input) {
  inputs_.push_back(std::move(input));
  if (!busy_) work_off();
}

void ExecutorDesk::work_off() {
  busy_ = true;
  while (!inputs_.empty()) {
    const Input input = std::move(inputs_.front());
    inputs_.pop_front();
    Effects effects;
    core_.step(input, system_now(), effects);
    carry_out(effects);
    if (journal_.grown()) inputs_.push_back(JournalGrown{});
  }
  busy_ = false;
}

void ExecutorDesk::carry_out(const Effects& effects) {
  for (const Effect& effect : effects) {
    if (std::visit([this](const auto& each) { return carry(each); }, effect)) continue;
    inputs_.push_front(JournalFailed{trouble_});
    return;  // the rest, acts and answers included, must not happen
  }
}

bool ExecutorDesk::written(const Result<void>& result) {
  if (!result) trouble_ = result.error().message;
  return result.ok();
}

bool ExecutorDesk::carry(const JournalAppend& effect) {
  return written(journal_.append(effect.record));
}
bool ExecutorDesk::carry(const JournalSync&) {
  return written(journal_.sync());
}
bool ExecutorDesk::carry(const JournalRewrite& effect) {
  return written(journal_.rewrite(effect.records));
}

bool ExecutorDesk::carry(const SendToAgent& effect) {
  doors_.tell_agent(effect.message);
  return true;
}

bool ExecutorDesk::carry(const PrepareTask& effect) {
  bench_.carry_out(effect);
  return true;
}

// The clock is read here, behind the sync, which may have taken any time.
bool ExecutorDesk::carry(const LetAct& effect) {
  const bool late = effect.not_after && system_now().instant > *effect.not_after;
  if (late) inputs_.push_back(StartWasLate{effect.attempt});
  if (!late) bench_.carry_out(effect);
  return true;
}

bool ExecutorDesk::carry(const StopWorker& effect) {
  bench_.carry_out(effect);
  return true;
}

bool ExecutorDesk::carry(const LookForRest& effect) {
  bench_.carry_out(effect);
  return true;
}

bool ExecutorDesk::carry(const KillLeftover& effect) {
  bench_.carry_out(effect);
  return true;
}

bool ExecutorDesk::carry(const Note& effect) {
  doors_.note(effect);
  return true;
}

}  // namespace balm::agent
