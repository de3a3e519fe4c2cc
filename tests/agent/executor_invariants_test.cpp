// The invariants of docs/SAFETY.md that the executor keeps by itself, with chance against them.
#include <gtest/gtest.h>

#include "agent/executor/executor_limits.h"
#include "common/random.h"
#include "executor_rig.h"

namespace balm::executor {
namespace {

using std::chrono::seconds;

// I3: whatever is repeated, killed, cut off or reordered, no attempt starts twice. The rig counts starts over
// all lives.
TEST(ExecutorInvariants, I3AtMostOneStart) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    Rig rig;
    rig.join();
    std::vector<Task> orders;
    for (int i = 0; i < 60; ++i) {
      const std::uint64_t what = random.below(12);
      if (what < 2 || orders.empty()) orders.push_back(rig.task(orders.size() + 1));
      const Task& any = orders[random.below(orders.size())];
      if (what < 5) rig.order(any);
      if (what >= 5 && what < 8) rig.ask(any, "step");
      if (what == 8) rig.end(any);
      if (what == 9) rig.kill();
      if (what == 10) rig.lose_power("boot-" + std::to_string(random.below(3)));
      if (what == 11) rig.fail(random.below(3) == 0 ? Rig::Fault::Sync : Rig::Fault::None);
      rig.pass(seconds(random.below(8)));
      rig.stamp();
    }
    for (const Task& task : orders) EXPECT_LE(rig.starts_of(task.attempt), 1) << "seed " << seed;
  }
}

// I6: the rig refuses every act whose start and step are not among the synced records.
TEST(ExecutorInvariants, I6RecordBeforeAct) {
  Rig rig;
  rig.join();
  const Task task = rig.task();
  rig.order(task);
  for (const char* step : {"a", "b", "c"}) {
    rig.ask(task, step);
    rig.end_step(task, step);
  }
  rig.end(task);
  EXPECT_EQ(rig.acted.size(), 3u);
  rig.lose_power("boot-2");
  EXPECT_EQ(rig.core().ledger().find(task.attempt)->answer->outcome, TaskOutcome::Succeeded);
}

// I9: age is measured on the boot clock from the stamp; no jump of the wall clock changes that, and reading
// the state counts.
TEST(ExecutorInvariants, I9Freshness) {
  Rig rig;
  rig.join();
  Task task = rig.task(1);
  rig.pass(std::chrono::milliseconds(task.ttl_ms));
  rig.set_wall(WallTime::from_seconds(0));
  rig.order(task);
  rig.ask(task, "a");
  ASSERT_EQ(rig.starts_of(task.attempt), 1) << "exactly at its limit it may start";
  EXPECT_EQ(rig.not_after.back(), rig.now().instant);
  rig.end_step(task, "a");
  rig.end(task);

  rig.stamp();
  task = rig.task(2);
  rig.pass(std::chrono::milliseconds(task.ttl_ms) + std::chrono::nanoseconds(1));
  rig.order(task);
  EXPECT_EQ(rig.last().refusal, Refusal::Expired);

  rig.stamp();
  task = rig.task(3);
  rig.pass(std::chrono::milliseconds(task.ttl_ms));
  rig.order(task);
  rig.pass(std::chrono::nanoseconds(1));
  rig.ask(task, "a");
  EXPECT_EQ(rig.last().refusal, Refusal::Expired);
  EXPECT_EQ(rig.starts_of(task.attempt), 0);
}

TEST(ExecutorInvariants, I9AStartOverdueBecauseTheDiskWasSlowIsTakenBack) {
  Rig rig;
  rig.join();
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.give(StartWasLate{task.attempt});
  EXPECT_EQ(rig.last().refusal, Refusal::Expired);
  rig.lose_power("boot-2");
  EXPECT_EQ(rig.core().ledger().find(task.attempt)->answer->refusal, Refusal::Expired);
}

// I10: the highest epoch ever seen is durable before anything else happens, and nothing below it is obeyed.
TEST(ExecutorInvariants, I10EpochMonotony) {
  Rig rig;
  rig.join();
  Task task = rig.task(1);
  task.epoch = 5;
  task.boot = "elsewhere";  // refused, yet its epoch counts
  rig.order(task);
  rig.lose_power("boot-1");
  EXPECT_EQ(rig.core().ledger().kept().epoch_max, 5u);
  task = rig.task(2);
  task.epoch = 4;
  rig.order(task);
  EXPECT_EQ(rig.last().refusal, Refusal::StaleMaster);
  EXPECT_EQ(rig.starts_of(task.attempt), 0);
}

}  // namespace
}  // namespace balm::executor
