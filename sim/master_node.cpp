#include "sim/master_node.h"

#include <algorithm>
#include <utility>

#include "common/wire.h"
#include "master/compaction.h"
#include "sim/rows.h"

namespace balm::sim {
namespace {

constexpr const char* kFolder = "/sim";
constexpr Duration kStorageRetry = 1s;
constexpr Duration kHousekeepingEvery = 10s;
constexpr std::uint64_t kOperator = 1;  // the client that operators ask through

bool stores(const master::Effect& effect) {
  return !std::holds_alternative<master::SendToHost>(effect) &&
         !std::holds_alternative<master::Answer>(effect) && !std::holds_alternative<master::Notify>(effect) &&
         !std::holds_alternative<master::ReloadConfig>(effect);
}

}  // namespace

MasterNode::MasterNode(Stage& stage, Network& network, std::vector<HostName> hosts)
    : Process(stage),
      network_(network),
      hosts_(std::move(hosts)),
      machine_("master", stage.time),
      random_(stage.random_for("master")),
      plugged_(disk_, stage.seed()) {
  network_.serve(*this);
}

void MasterNode::install(std::vector<master::ConfigurationPtr> configurations) {
  configurations_ = std::move(configurations);
}

// A new store with the keys of all hosts accepted, as an operator leaves it after installation.
Result<void> MasterNode::create_store() {
  auto store = master::Store::open(kFolder);
  if (!store) return store.error();
  if (auto set = (*store)->set_meta("cluster", "0123456789abcdef0123456789abcdef"); !set) return set;
  const master::Configuration& first = *configurations_.front();
  if (auto kept = (*store)->keep_revision(first.revision, machine_.now().wall, first.texts); !kept)
    return kept;
  if (auto begun = (*store)->begin(); !begun) return begun;
  for (const HostName& host : hosts_) {
    master::KeyRow key;
    key.public_key = "key of " + host.text;
    key.fingerprint = "print of " + host.text;
    key.state = master::KeyState::Accepted;
    key.name = host.text;
    if (auto kept = (*store)->keep(master::StoreKey{key}); !kept) return kept;
  }
  if (auto done = (*store)->commit(); !done) return done;
  created_ = true;
  return {};
}

const master::ConfigurationPtr& MasterNode::configuration(const std::string& revision) const {
  const auto same = [&](const master::ConfigurationPtr& one) { return one->revision == revision; };
  const auto place = std::find_if(configurations_.begin(), configurations_.end(), same);
  return place == configurations_.end() ? configurations_.front() : *place;
}

// What master/io/startup does with the store, without building configurations anew from their texts.
Result<void> MasterNode::reopen() {
  if (!created_)
    if (auto created = create_store(); !created) return created;
  auto store = master::Store::open(kFolder);
  if (!store) return store.error();
  const auto last = (*store)->meta("epoch");
  if (!last) return last.error();
  const std::uint64_t epoch = (last->empty() ? 0 : std::stoull(*last)) + 1;
  if (auto kept = (*store)->set_meta("epoch", std::to_string(epoch)); !kept) return kept;
  const auto cluster = (*store)->meta("cluster");
  if (!cluster) return cluster.error();
  auto recovered = (*store)->load(machine_.now().wall);
  if (!recovered) return recovered.error();
  for (const master::ConfigurationPtr& one : configurations_)
    recovered->configurations.emplace(one->revision, one);
  const auto newest = (*store)->newest_revision();
  if (!newest) return newest.error();
  store_ = std::move(*store);
  stage_.see(look_into_tables());
  stage_.see(MasterStarted{epoch});
  master::Settings settings;
  settings.cluster = *cluster;
  settings.epoch = epoch;
  core_.emplace(
      master::Beginning{std::move(settings), std::move(*recovered), configuration(*newest), nullptr},
      machine_.now());
  return {};
}

RowsFound MasterNode::look_into_tables() {
  RowsFound found;
  if (!store_) return found;
  auto rows = rows_in(store_->database());
  if (!rows) found.broken = rows.error().message;
  if (rows) found.rows = std::move(*rows);
  const auto chain = store_->verify_chain(1'000'000);
  if (!chain) found.broken = chain.error().message;
  if (chain && !chain->ok) found.broken = "the chain of the journal is broken";
  return found;
}

void MasterNode::start() {
  if (life_.alive()) return;
  life_.begin();
  if (auto opened = reopen(); !opened) return storage_failed();
  const std::uint64_t life = life_.number();
  stage_.time.after(kHousekeepingEvery, [this, life] { housekeeping(life); });
  pump();
}

// Whatever SQLite still wants to write while it is taken down never reaches the disk.
void MasterNode::die() {
  life_.end();
  const Disk::Fault before = disk_.fault;
  disk_.fault = Disk::Fault::Gone;
  core_.reset();
  store_.reset();
  disk_.fault = before == Disk::Fault::Gone ? Disk::Fault::None : before;
  disk_.dies_after_writes = 0;
  forget();
  round_.reset();
  leaving_.clear();
}

void MasterNode::crash(Duration down_for) {
  if (!life_.alive()) return;
  die();
  network_.master_ended(false);
  stage_.time.after(down_for, [this] { start(); });
}

void MasterNode::lose_power(Duration down_for) {
  const bool was_alive = life_.alive();
  die();
  disk_.lose_power(random_);
  network_.master_ended(true);
  if (!was_alive) return;  // whoever ended it starts it again
  stage_.time.after(down_for, [this] {
    machine_.boot();
    start();
  });
}

void MasterNode::frame(const HostName& from, const std::string& bytes) {
  auto message = wire::decode(bytes, wire::Role::Agent);
  BALM_ASSERT(message.ok());
  stage_.see(MasterTook{from, *message});
  give(master::HostSpoke{from, "sim", std::move(*message)});
}

void MasterNode::pump() {
  while (life_.goes()) {
    if (round_) {
      if (!life_.pass()) return;
      keep_round();
    } else if (!leaving_.empty()) {
      if (!life_.pass()) return;
      const master::Effect effect = std::move(leaving_.front());
      leaving_.pop_front();
      let_out(effect);
    } else if (!core_) {
      inbox_.clear();  // unanswered: agents keep what they have
      return;
    } else if (!inbox_.empty()) {
      round();
    } else {
      return wake_at(core_->next_deadline(), machine_.now().instant, master::Tick{});
    }
  }
}

void MasterNode::round() {
  master::Effects effects;
  for (const master::Input& input : std::exchange(inbox_, {})) core_->step(input, machine_.now(), effects);
  round_ = master::compacted(std::move(effects));
}

// All rows of the round in one transaction; what leaves, leaves behind it.
void MasterNode::keep_round() {
  master::Effects effects = *std::exchange(round_, std::nullopt);
  if (auto stored = store_all(effects); !stored) return storage_failed();
  if (std::any_of(effects.begin(), effects.end(), stores)) stage_.see(RowsCommitted{rows_of(effects)});
  for (master::Effect& effect : effects)
    if (!stores(effect)) leaving_.push_back(std::move(effect));
}

Result<void> MasterNode::store_all(const master::Effects& effects) {
  if (std::none_of(effects.begin(), effects.end(), stores)) return {};
  if (auto begun = store_->begin(); !begun) return begun;
  for (const master::Effect& effect : effects)
    if (auto kept = store_->keep(effect); !kept) return kept;
  return store_->commit();
}

void MasterNode::let_out(const master::Effect& effect) {
  if (const auto* send = std::get_if<master::SendToHost>(&effect)) {
    stage_.see(MasterSent{send->host, send->message});
    network_.to_agent(send->host, wire::encode(send->message));
  } else if (const auto* answer = std::get_if<master::Answer>(&effect)) {
    if (!answer->reply.more) stage_.see(OperatorAnswered{answer->reply.id, answer->reply.error.empty()});
  } else if (const auto* notify = std::get_if<master::Notify>(&effect)) {
    page(*notify);
  }
}

void MasterNode::page(const master::Notify& notify) {
  const bool delivered = random_.unit() >= pages_fail;
  if (delivered) stage_.see(PersonTold{notify.id});
  stage_.time.after(between(random_, 20ms, 2s), [this, id = notify.id, delivered, life = life_.number()] {
    if (life == life_.number())
      give(master::NotificationDone{id, delivered, delivered ? "" : "nobody answers"});
  });
}

// What the store holds is the truth; what the core knew beyond it was never said to anybody and is forgotten.
// A disk that is gone was the last thing this process saw: it died in the middle of writing.
void MasterNode::storage_failed() {
  if (disk_.fault == Disk::Fault::Gone) return crash(between(random_, 1s, 20s));
  if (store_) store_->rollback();
  core_.reset();
  store_.reset();
  forget();
  round_.reset();
  leaving_.clear();
  stage_.time.after(kStorageRetry, [this, life = life_.number()] {
    if (life != life_.number()) return;
    if (!core_ && !reopen()) return storage_failed();
    pump();
  });
}

void MasterNode::housekeeping(std::uint64_t life) {
  if (life != life_.number()) return;
  stage_.time.after(kHousekeepingEvery, [this, life] { housekeeping(life); });
  if (!life_.goes() || !store_ || round_ || !leaving_.empty()) return;
  if (const auto moved = store_->checkpoint(); !moved) storage_failed();
}

void MasterNode::reload(std::size_t configuration) {
  if (!life_.goes() || !core_ || round_) return;
  const master::ConfigurationPtr& wanted = configurations_.at(configuration % configurations_.size());
  if (auto kept = store_->keep_revision(wanted->revision, machine_.now().wall, wanted->texts); !kept)
    return storage_failed();
  give(master::ConfigLoaded{wanted});
}

void MasterNode::break_configuration() {
  give(master::ConfigBroken{{"rules.d/sim.yaml:1:1: broken on purpose"}});
}

void MasterNode::ask(const std::string& verb, const Value& args, const OperatorAsked& seen) {
  if (!life_.alive()) return;
  OperatorAsked asked = seen;
  asked.request = ++requests_;
  asked.verb = verb;
  stage_.see(asked);
  give(master::OperatorAsked{kOperator, "dana", Request{asked.request, verb, args}});
}

}  // namespace balm::sim
