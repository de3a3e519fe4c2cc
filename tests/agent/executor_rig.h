// An executor core with a disk, a worker and an agent made of vectors: effects are carried out in their
// order, the disk can be told to fail, and the executor can be killed and brought up again from what was on
// disk.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "agent/executor/executor.h"
#include "common/state_hash.h"

namespace balm::executor {

class Rig {
 public:
  enum class Fault { None, Append, Sync };

  explicit Rig(std::string boot = "boot-1") : boot_(std::move(boot)) { bring_up(); }

  // --- the world
  Now now() const { return {Instant{uptime_}, WallTime{wall_}}; }
  void pass(Duration time) {
    uptime_ += time;
    wall_ += time;
  }
  void set_wall(WallTime wall) { wall_ = wall.since_epoch; }
  void fail(Fault fault) { fault_ = fault; }

  // kill -9 and start again: what was appended is there, synced or not. Power loss: only what was synced.
  void kill() { restart(disk_, boot_); }
  void lose_power(const std::string& next_boot) { restart(synced_, next_boot); }
  void lose_journal() { restart({}, boot_); }

  // --- inputs
  void give(const Input& input) {
    Effects effects;
    core_->step(input, now(), effects);
    carry_out(effects);
  }
  void join(const std::string& cluster = "c1", std::uint64_t epoch = 1) {
    Standing standing;
    standing.cluster = cluster;
    standing.epoch = epoch;
    give(StandingArrived{standing});
  }
  void order(const Task& task, bool trigger_ok = false) {
    give(TaskArrived{{task, trigger_ok}, WorkerMark{++pids_, 7}, "", journal_room});
  }
  void ask(const Task& task, const std::string& step) { give(StepAsked{task.attempt, step}); }
  void end_step(const Task& task, const std::string& step) {
    give(StepEnded{task.attempt, step, "true", Value::map({{"id", step}})});
  }
  void end(const Task& task) {
    give(TaskEnded{task.attempt, true, "1 step, 1 changed", Value(ValueList{}), 0});
  }
  void tick() { give(Tick{}); }
  void stamp() {
    newest_stamp = "stamp-" + std::to_string(++stamps_);
    give(StampDue{newest_stamp});
  }

  // A task that passes every gate now.
  Task task(std::uint64_t incident = 1) {
    Task task;
    task.attempt = {IncidentId{incident}, 1};
    task.cluster = "c1";
    task.epoch = 1;
    task.fence = ++fences_;
    task.boot = boot_;
    task.stamp = newest_stamp;
    task.state.text = "nginx.restart";
    task.files = {{"nginx.restart", "restart it:\n  test.nop: []\n"}};
    task.state_hash = state_files_hash(task.files);
    return task;
  }
  void run(const Task& task) {
    order(task);
    ask(task, "a");
    end_step(task, "a");
    end(task);
  }

  // --- what was seen
  const TaskStatus& last() const { return told.back(); }
  int starts_of(AttemptId attempt) const {
    const auto place = starts_.find(attempt);
    return place == starts_.end() ? 0 : place->second;
  }
  Executor& core() { return *core_; }
  const Records& disk() const { return disk_; }

  std::vector<TaskStatus> told;
  std::vector<agent::ExecutorHello> hellos;
  std::vector<AttemptId> acted;  // one entry per step that was let act
  std::vector<StopWorker> stops;
  int looks = 0;  // for what a cancelled task may have left
  std::vector<WorkerMark> leftovers;
  std::vector<Instant> not_after;
  std::string newest_stamp;
  bool journal_room = true;

 private:
  void bring_up() {
    Ledger ledger;
    for (const Record& record : disk_) EXPECT_TRUE(ledger.apply(record).ok());
    core_.emplace(std::move(ledger), Executor::Host{boot_, false});
    newest_stamp = "stamp-" + std::to_string(++stamps_);
    Effects effects;
    core_->begin(newest_stamp, now(), effects);
    carry_out(effects);
  }
  void restart(Records disk, const std::string& boot) {
    if (boot != boot_) uptime_ = std::chrono::seconds(5);
    boot_ = boot;
    disk_ = std::move(disk);
    bring_up();
  }

  void carry_out(const Effects& effects) {
    for (const Effect& effect : effects)
      if (!std::visit([this](const auto& each) { return carry(each); }, effect))
        return give(JournalFailed{"disk full"});
  }
  bool carry(const JournalAppend& effect) {
    if (fault_ == Fault::Append) return false;
    disk_.push_back(effect.record);
    return true;
  }
  bool carry(const JournalSync&) {
    if (fault_ == Fault::Sync) return false;
    synced_ = disk_;
    return true;
  }
  bool carry(const JournalRewrite& effect) {
    if (fault_ != Fault::None) return false;
    disk_ = synced_ = effect.records;
    return true;
  }
  bool carry(const SendToAgent& effect) {
    if (const auto* update = std::get_if<agent::TaskUpdate>(&effect.message)) told.push_back(update->status);
    if (const auto* hello = std::get_if<agent::ExecutorHello>(&effect.message)) hellos.push_back(*hello);
    return true;
  }
  bool carry(const PrepareTask&) { return true; }
  // The judge of I6: whatever acts has its start and its step's begin among the synced records.
  bool carry(const LetAct& effect) {
    EXPECT_TRUE(synced_start(effect.attempt)) << "an act without a durable start";
    if (effect.not_after) {
      not_after.push_back(*effect.not_after);
      ++starts_[effect.attempt];
    }
    acted.push_back(effect.attempt);
    return true;
  }
  bool carry(const StopWorker& effect) {
    stops.push_back(effect);
    return true;
  }
  bool carry(const LookForRest&) {
    ++looks;
    return true;
  }
  bool carry(const KillLeftover& effect) {
    leftovers.push_back(effect.worker);
    return true;
  }
  bool carry(const Note&) { return true; }

  bool synced_start(AttemptId attempt) const {
    bool started = false;
    bool open_step = false;
    for (const Record& record : synced_) {
      if (const auto* start = std::get_if<Start>(&record)) started |= start->attempt == attempt;
      if (const auto* begin = std::get_if<StepBegin>(&record)) open_step = begin->attempt == attempt;
    }
    return started && open_step;
  }

  std::string boot_;
  Duration uptime_ = std::chrono::hours(1);
  Duration wall_ = std::chrono::hours(24 * 365 * 50);
  Fault fault_ = Fault::None;
  Records disk_;
  Records synced_;
  std::optional<Executor> core_;
  std::map<AttemptId, int> starts_;
  std::int64_t pids_ = 100;
  std::uint64_t fences_ = 0;
  int stamps_ = 0;
};

}  // namespace balm::executor
