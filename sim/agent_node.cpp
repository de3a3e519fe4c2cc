#include "sim/agent_node.h"

#include <utility>

#include "common/wire.h"

namespace balm::sim {
namespace {

SpoolId fresh_spool(Random& random) {
  SpoolId id;
  for (int i = 0; i < 32; ++i) id.text += "0123456789abcdef"[random.below(16)];
  return id;
}

}  // namespace

AgentNode::AgentNode(Stage& stage, const Machine& machine, Network& network, Traits traits)
    : Process(stage),
      machine_(machine),
      network_(network),
      traits_(std::move(traits)),
      random_(stage.random_for("agent of " + machine.name())),
      spool_(fresh_spool(random_)) {
  network_.join(traits_.name, *this);
}

// The picture of the checks, brought up to date with the spool (agent/io/agent_startup.cpp does the same).
agent::AgentMemory AgentNode::recall() const {
  agent::SavedChecks checks = picture_;
  if (checks.spool != spool_.id()) checks.seq = 0;
  checks.spool = spool_.id();
  for (const Event& event : spool_.events()) agent::apply_event(checks, event);
  return {spool_.facts(), std::move(checks), ""};
}

void AgentNode::start() {
  life_.begin();
  agent::AgentSetup setup;
  setup.host = {traits_.name, traits_.labels};
  setup.version = "sim";
  setup.spool_bounds = traits_.bounds;
  setup.seed = random_.next();
  core_.emplace(std::move(setup), recall());
  synced_ = false;  // what an earlier process wrote may not be safe yet
  give(agent::ChecksLoaded{checks_});
}

void AgentNode::load_checks(std::vector<CheckDocument> checks) {
  checks_ = std::move(checks);
  give(agent::ChecksLoaded{checks_});
}

void AgentNode::die() {
  if (!life_.alive()) return;
  life_.end();
  core_.reset();
  forget();
  todo_.clear();
  waiting_.clear();
  network_.disconnect(traits_.name);
}

void AgentNode::lose_power() {
  die();
  const std::uint64_t before = spool_.next_seq();
  if (spool_.lose_power(random_) > 0 && before > spool_.next_seq())
    stage_.see(EventsLost{traits_.name, spool_.id(), spool_.next_seq()});
}

void AgentNode::pump() {
  while (life_.goes()) {
    if (!todo_.empty()) {
      if (!life_.pass()) return;
      const agent::Effect effect = std::move(todo_.front());
      todo_.pop_front();
      if (!std::visit([this](const auto& each) { return carry(each); }, effect)) return failed();
    } else if (!inbox_.empty()) {
      agent::Effects effects;
      core_->step(take_next(), machine_.now(), effects);
      std::move(effects.begin(), effects.end(), std::back_inserter(todo_));
    } else if (!synced_ || !waiting_.empty()) {
      if (!flush()) return;
    } else {
      return wake_at(core_->next_deadline(), machine_.now().instant, agent::Tick{});
    }
  }
}

// Everything that was appended is on disk, then what waited is sent. False: the process did not go on.
bool AgentNode::flush() {
  if (!life_.pass()) return false;
  if (!sync()) return failed(), false;
  while (!waiting_.empty()) {
    if (!life_.pass()) return false;
    const Message message = std::move(waiting_.front());
    waiting_.pop_front();
    stage_.see(AgentSent{traits_.name, message, false});
    network_.to_master(traits_.name, wire::encode(message));
  }
  return true;
}

Result<void> AgentNode::sync() {
  if (auto synced = spool_.sync(); !synced) return synced;
  if (!std::exchange(synced_, true)) stage_.see(EventsSafe{traits_.name, spool_.id(), spool_.durable_upto()});
  return {};
}

void AgentNode::set_back(const Image& image) {
  spool_ = image.spool;
  spool_.fault = Disk::Fault::None;
  (void)spool_.lose_power(random_);
  picture_ = image.picture;
  stage_.see(HostSetBack{traits_.name, spool_.id(), spool_.events()});
}

// What is on disk is unknown now: the next process reads it anew.
void AgentNode::failed() {
  die();
  doors_.ended();
}

void AgentNode::frame(const std::string& bytes) {
  if (!life_.alive()) return;
  auto message = wire::decode(bytes, wire::Role::Master);
  BALM_ASSERT(message.ok());
  stage_.see(AgentTook{traits_.name, *message});
  give(agent::MasterSaid{std::move(*message)});
}

void AgentNode::forge(const Message& message) {
  stage_.see(AgentSent{traits_.name, message, true});
  network_.to_master(traits_.name, wire::encode(message));
}

AtRest AgentNode::rest() const {
  AtRest rest;
  rest.host = traits_.name;
  rest.known = core_ && core_->session().known();
  rest.waiting = core_ ? core_->events_waiting() : spool_.facts().waiting_bytes.size();
  return rest;
}

Result<void> AgentNode::carry(const agent::AppendEvent& effect) {
  synced_ = false;
  auto done = spool_.append(effect.event);
  if (done) stage_.see(EventWritten{traits_.name, spool_.id(), effect.event});
  return done;
}

Result<void> AgentNode::carry(const agent::EventsAcked& effect) {
  return spool_.acked(effect.upto);
}

Result<void> AgentNode::carry(const agent::ReadEvents& effect) {
  inbox_.emplace_back(agent::EventsRead{effect.from, spool_.read(effect.from)});
  return {};
}

Result<void> AgentNode::carry(const agent::RenewSpool& effect) {
  const SpoolId before = spool_.id();
  auto facts = spool_.renew(effect.id, effect.acked);
  if (!facts) return facts.error();
  stage_.see(SpoolRenewed{traits_.name, before, spool_.id(), effect.acked});
  inbox_.emplace_front(agent::SpoolRenewed{std::move(*facts)});
  return {};
}

Result<void> AgentNode::carry(const agent::KeepChecks& effect) {
  if (auto synced = sync(); !synced) return synced;
  picture_ = effect.checks;
  return {};
}

// Kept at once: no master of the simulator hands checks down that a crash could lose.
Result<void> AgentNode::carry(const agent::KeepCheckSet& effect) {
  give(agent::CheckSetKept{effect.set});
  return {};
}

Result<void> AgentNode::carry(const agent::Connect&) {
  waiting_.clear();
  network_.connect(traits_.name);
  return {};
}

Result<void> AgentNode::carry(const agent::Disconnect&) {
  waiting_.clear();
  network_.disconnect(traits_.name);
  return {};
}

Result<void> AgentNode::carry(const agent::SendToMaster& effect) {
  waiting_.push_back(effect.message);
  return {};
}

Result<void> AgentNode::carry(const agent::SendToExecutor& effect) {
  doors_.tell_executor(effect.message);
  return {};
}

}  // namespace balm::sim
