#include "sim/executor_node.h"

#include <utility>

#include "common/limits.h"

namespace balm::sim {
namespace {

constexpr Duration kCheckTimeout = 5s;

// What the agent says, as an input of the core.
struct ToInput {
  executor::Input operator()(const agent::QueryTask& m) const { return executor::TaskAsked{m.attempt}; }
  executor::Input operator()(const agent::AckResult& m) const { return executor::ResultAcked{m.attempt}; }
  executor::Input operator()(const agent::CancelTask& m) const { return executor::CancelAsked{m.attempt}; }
  executor::Input operator()(const agent::KeepStanding& m) const {
    return executor::StandingArrived{m.standing};
  }
};

struct CheckEnd {
  int code;
  const char* output;
};
CheckEnd end_of_check(Ailment ailment) {
  switch (ailment) {
    case Ailment::None:
      return {0, "OK - all is well"};
    case Ailment::Warns:
      return {1, "WARNING - could be better"};
    default:
      return {2, "CRITICAL - it does not answer"};
  }
}

}  // namespace

ExecutorNode::ExecutorNode(Stage& stage, const Machine& machine, Services& services, Doors doors)
    : Process(stage),
      machine_(machine),
      services_(services),
      doors_(std::move(doors)),
      random_(stage.random_for("executor of " + machine.name())),
      journal_disk_(disk_),
      tasks_(stage, machine, services,
             {[this](executor::Input input) { give(std::move(input)); },
              [this] { return disk_.file("journal").durable(); }}) {}

void ExecutorNode::start() {
  life_.begin();
  journal_.emplace(journal_disk_);
  auto loaded = journal_->load();
  if (!loaded) return die();  // its keeper tries again
  core_.emplace(std::move(loaded->ledger), executor::Executor::Host{machine_.boot_id(), false});
  executor::Effects effects;
  const std::string stamp = machine_.name() + "-stamp-" + std::to_string(++stamps_);
  core_->begin(stamp, machine_.now(), effects);
  stamp_issued(stamp);
  std::move(effects.begin(), effects.end(), std::back_inserter(todo_));
  const std::uint64_t life = life_.number();
  stage_.time.after(limits::kHeartbeatEvery, [this, life] { each_stamp(life); });
  pump();
}

void ExecutorNode::die() {
  if (!life_.alive()) return;
  life_.end();
  core_.reset();
  journal_.reset();
  forget();
  todo_.clear();
  unheard_.clear();
  tasks_.orphan();
}

void ExecutorNode::lose_power() {
  die();
  tasks_.lose_power();
  disk_.lose_power(random_);
}

void ExecutorNode::set_back(const Disk& image) {
  disk_ = image;
  disk_.fault = Disk::Fault::None;
  disk_.lose_power(random_);
}

void ExecutorNode::thawed() {
  if (!life_.goes()) return;
  for (const agent::ToExecutor& message : std::exchange(unheard_, {})) hear(message);
  pump();
}

void ExecutorNode::pump() {
  while (life_.goes()) {
    if (!todo_.empty()) {
      if (!life_.pass()) return;
      const executor::Effect effect = std::move(todo_.front());
      todo_.pop_front();
      if (std::visit([this](const auto& each) { return carry(each); }, effect)) continue;
      todo_.clear();  // the rest, acts and answers included, must not happen
      inbox_.push_front(executor::JournalFailed{trouble_});
    } else if (!inbox_.empty()) {
      step(take_next());
    } else {
      return wake_at(core_->wake_at(), machine_.now().instant, executor::Tick{});
    }
  }
}

void ExecutorNode::step(const executor::Input& input) {
  executor::Effects effects;
  core_->step(input, machine_.now(), effects);
  std::move(effects.begin(), effects.end(), std::back_inserter(todo_));
  if (journal_->grown()) inbox_.push_back(executor::JournalGrown{});
}

void ExecutorNode::each_stamp(std::uint64_t life) {
  if (life != life_.number()) return;
  stage_.time.after(limits::kHeartbeatEvery, [this, life] { each_stamp(life); });
  if (life_.frozen()) return;
  const std::string stamp = machine_.name() + "-stamp-" + std::to_string(++stamps_);
  stamp_issued(stamp);
  give(executor::StampDue{stamp});
}

void ExecutorNode::stamp_issued(const std::string& stamp) {
  stage_.see(StampIssued{HostName{machine_.name()}, machine_.boot_id(), stamp, machine_.now().instant});
}

void ExecutorNode::hear(const agent::ToExecutor& message) {
  if (!life_.alive()) return;
  if (life_.frozen()) return unheard_.push_back(message);
  if (const auto* check = std::get_if<agent::SpawnCheck>(&message)) return run_check(*check);
  if (const auto* order = std::get_if<agent::Execute>(&message)) return take(*order);
  std::visit(
      [this](const auto& each) {
        if constexpr (std::is_invocable_v<ToInput, decltype(each)>) give(ToInput{}(each));
      },
      message);
}

void ExecutorNode::take(const agent::Execute& order) {
  executor::TaskArrived arrived{order, tasks_.waiting(), {}, journal_->has_room()};
  if (arrived.worker.pid == 0) arrived.worker_trouble = "out of processes";
  give(std::move(arrived));
}

void ExecutorNode::run_check(const agent::SpawnCheck& order) {
  const bool hangs = services_.ailment(order.check) == Ailment::Hangs;
  const Duration took = hangs ? kCheckTimeout : between(random_, 3ms, 400ms);
  const std::uint64_t life = life_.number();
  const std::uint64_t agent = checks_of_agent_;
  stage_.time.after(took, [this, order, hangs, took, life, agent] {
    if (life != life_.number() || agent != checks_of_agent_) return;
    if (!life_.frozen()) check_done(order, hangs, took);  // else it is lost, and the agent gives it up
  });
}

// A check looks at the end of its run.
void ExecutorNode::check_done(const agent::SpawnCheck& order, bool hung, Duration took) {
  const CheckEnd end = end_of_check(services_.ailment(order.check));
  agent::CheckRan ran;
  ran.run = order.run;
  ran.check = order.check;
  ran.end = hung ? agent::CheckRan::End::TimedOut : agent::CheckRan::End::Exited;
  ran.code = hung ? 0 : end.code;
  ran.output = hung ? "" : end.output;
  ran.took_us = took / 1us;
  ran.at = machine_.now().wall;
  const Status seen = hung ? Status::Unknown : static_cast<Status>(end.code);
  stage_.see(CheckSeen{HostName{machine_.name()}, order.check, seen});
  doors_.tell_agent(ran);
}

bool ExecutorNode::written(const Result<void>& result) {
  if (!result) trouble_ = result.error().message;
  return result.ok();
}

bool ExecutorNode::carry(const executor::JournalAppend& effect) {
  return written(journal_->append(effect.record));
}

bool ExecutorNode::carry(const executor::JournalSync&) {
  return written(journal_->sync());
}

bool ExecutorNode::carry(const executor::JournalRewrite& effect) {
  return written(journal_->rewrite(effect.records));
}

bool ExecutorNode::carry(const executor::SendToAgent& effect) {
  doors_.tell_agent(effect.message);
  return true;
}

bool ExecutorNode::carry(const executor::PrepareTask& effect) {
  tasks_.prepare(effect.task);
  return true;
}

// The clock is read here, behind the sync, which may have taken any time.
bool ExecutorNode::carry(const executor::LetAct& effect) {
  const bool late = effect.not_after && machine_.now().instant > *effect.not_after;
  if (late) inbox_.push_front(executor::StartWasLate{effect.attempt});
  if (!late) tasks_.let_act(effect);
  return true;
}

bool ExecutorNode::carry(const executor::StopWorker& effect) {
  tasks_.stop(effect);
  return true;
}

// A worker of the simulator has no children: with it everything of its task is gone.
bool ExecutorNode::carry(const executor::LookForRest& effect) {
  give(executor::RestGone{effect.attempt});
  return true;
}

bool ExecutorNode::carry(const executor::KillLeftover& effect) {
  tasks_.kill_leftover(effect);
  return true;
}

}  // namespace balm::sim
