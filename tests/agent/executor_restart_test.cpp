// The restart table, the failing journal, and ends that are forced.
#include <gtest/gtest.h>

#include "agent/executor/executor_limits.h"
#include "executor_rig.h"

namespace balm::executor {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class ExecutorRestart : public testing::Test {
 protected:
  ExecutorRestart() { rig.join(); }
  Rig rig;
};

bool mentions(const TaskStatus& status, std::string_view text) {
  return status.comment.find(text) != std::string::npos;
}

// --- the restart table

TEST_F(ExecutorRestart, OrderThatWasOnlyReadIsUnknownAfterwardsAndNeverStarts) {
  const Task task = rig.task();
  rig.order(task);
  rig.kill();
  rig.order(task);
  EXPECT_EQ(rig.last().refusal, Refusal::UnknownStamp);
  EXPECT_EQ(rig.starts_of(task.attempt), 0);
}

TEST_F(ExecutorRestart, AcceptedNotStarted) {
  for (const auto& [boot, refusal] :
       {std::pair{"b1", Refusal::Restarted}, std::pair{"b2", Refusal::Rebooted}}) {
    Ledger ledger;
    const AttemptId id{IncidentId{5}, 1};
    ASSERT_TRUE(ledger.apply(Accept{id, 3, 1, {"s"}, "h", "b1", {}}).ok());
    Executor core(ledger, {boot, false});
    Effects effects;
    core.begin("s1", {}, effects);
    EXPECT_EQ(core.ledger().find(id)->answer->refusal, refusal);
    EXPECT_EQ(core.ledger().kept().last_fence, 3u);
  }
}

TEST_F(ExecutorRestart, StartedSameBootEndsTheWorkerAndIsAbandonedTruthfully) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "stop it");
  rig.end_step(task, "stop it");
  rig.ask(task, "start it");
  rig.kill();
  ASSERT_EQ(rig.leftovers.size(), 1u);
  rig.give(AgentUp{});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Abandoned);
  EXPECT_TRUE(mentions(rig.last(), "1 step had ended")) << rig.last().comment;
  EXPECT_TRUE(mentions(rig.last(), "'start it' was under way")) << rig.last().comment;
  EXPECT_EQ(rig.last().steps.as_list().size(), 2u);
}

TEST_F(ExecutorRestart, StartedOtherBootTouchesNoProcess) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.lose_power("boot-2");
  EXPECT_TRUE(rig.leftovers.empty()) << "the number belongs to someone else now";
  rig.give(AgentUp{});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Abandoned);
  EXPECT_TRUE(mentions(rig.last(), "rebooted")) << rig.last().comment;
}

TEST_F(ExecutorRestart, DoneIsToldAgainUntilAcknowledged) {
  const Task task = rig.task();
  rig.run(task);
  rig.lose_power("boot-2");
  rig.told.clear();
  rig.give(AgentUp{});
  ASSERT_EQ(rig.told.size(), 1u);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
  EXPECT_EQ(rig.hellos.back().open_attempts, std::vector{task.attempt});
  rig.give(ResultAcked{task.attempt});
  rig.told.clear();
  rig.give(AgentUp{});
  EXPECT_TRUE(rig.told.empty());
  EXPECT_TRUE(rig.hellos.back().open_attempts.empty());
}

TEST_F(ExecutorRestart, LostJournalExecutesNothingUntilTheMasterHasSpoken) {
  const Task task = rig.task();
  rig.run(task);
  rig.lose_journal();
  Task again = rig.task(2);
  rig.order(again);
  EXPECT_EQ(rig.last().refusal, Refusal::WrongCluster);
  rig.give(AgentUp{});
  EXPECT_EQ(rig.hellos.back().cluster, "");
  EXPECT_EQ(rig.hellos.back().last_fence, 0u);
  Standing standing;
  standing.cluster = "c1";
  standing.epoch = 1;
  standing.fence_floor = again.fence;
  rig.give(StandingArrived{standing});
  again.stamp = rig.newest_stamp;
  rig.order(again);
  EXPECT_EQ(rig.last().refusal, Refusal::StaleFence);
  rig.run(rig.task(3));
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

// --- a journal that fails

TEST_F(ExecutorRestart, FailedWriteStartsNothing) {
  for (const Rig::Fault fault : {Rig::Fault::Append, Rig::Fault::Sync}) {
    Rig broken;
    broken.join();
    const Task task = broken.task();
    broken.order(task);
    broken.fail(fault);
    broken.ask(task, "a");
    EXPECT_EQ(broken.last().refusal, Refusal::NoSpace);
    EXPECT_EQ(broken.starts_of(task.attempt), 0);
    EXPECT_FALSE(broken.stops.empty());
    broken.order(broken.task(2));
    EXPECT_EQ(broken.last().refusal, Refusal::NoSpace);
  }
}

TEST_F(ExecutorRestart, FailedWriteBetweenStepsStopsTheTaskAndIsToldOnceDurable) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.end_step(task, "a");
  rig.fail(Rig::Fault::Sync);
  const std::size_t told = rig.told.size();
  rig.ask(task, "b");
  EXPECT_EQ(rig.acted.size(), 1u);
  ASSERT_FALSE(rig.stops.empty());
  rig.give(WorkerGone{task.attempt, "killed by signal 15"});
  rig.pass(limits::kKillGrace);
  rig.tick();
  rig.stamp();
  EXPECT_EQ(rig.told.size(), told) << "nothing is told that is not on disk";
  rig.fail(Rig::Fault::None);
  rig.stamp();
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Failed);
  EXPECT_TRUE(mentions(rig.last(), "disk full")) << rig.last().comment;
  rig.lose_power("boot-2");
  EXPECT_EQ(rig.core().ledger().find(task.attempt)->answer->outcome, TaskOutcome::Failed);
}

// A disk that is full must not keep people from stopping what runs.
TEST_F(ExecutorRestart, CancelledWhileTheJournalIsBroken) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.fail(Rig::Fault::Append);
  rig.end_step(task, "a");
  ASSERT_TRUE(rig.core().journal_broken());
  rig.told.clear();
  rig.give(CancelAsked{task.attempt});
  ASSERT_EQ(rig.stops.size(), 1u);
  EXPECT_EQ(rig.stops[0].how, StopWorker::How::Term);
  rig.give(WorkerGone{task.attempt, "killed by signal 15"});
  rig.pass(limits::kKillGrace);
  rig.tick();
  EXPECT_TRUE(rig.told.empty()) << "nothing is told that is not on disk";
  rig.fail(Rig::Fault::None);
  rig.stamp();
  ASSERT_EQ(rig.told.size(), 1u);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
}

TEST_F(ExecutorRestart, JournalThatWorksAgainTakesTasks) {
  rig.fail(Rig::Fault::Append);
  rig.join("c1", 2);
  EXPECT_TRUE(rig.core().journal_broken());
  rig.fail(Rig::Fault::None);
  rig.stamp();
  EXPECT_FALSE(rig.core().journal_broken());
  Task task = rig.task();
  task.epoch = 2;
  rig.run(task);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

TEST_F(ExecutorRestart, FailedDoneIsToldAfterRecovery) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.end_step(task, "a");
  rig.fail(Rig::Fault::Sync);
  rig.end(task);
  EXPECT_EQ(rig.last().phase, TaskPhase::Running);
  rig.fail(Rig::Fault::None);
  rig.stamp();
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

// --- ends that are forced

TEST_F(ExecutorRestart, TimeoutAsksThenKillsThenAnswers) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.pass(std::chrono::milliseconds(task.timeout_ms));
  ASSERT_EQ(rig.core().wake_at(), rig.now().instant);
  rig.tick();
  ASSERT_EQ(rig.stops.back().how, StopWorker::How::Term);
  rig.pass(limits::kKillGrace);
  rig.tick();
  ASSERT_EQ(rig.stops.back().how, StopWorker::How::Kill);
  rig.give(WorkerGone{task.attempt, "killed by signal 9"});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::TimedOut);
  EXPECT_TRUE(mentions(rig.last(), "'a' was under way")) << rig.last().comment;
}

TEST_F(ExecutorRestart, WhatAWorkerBeganIsKilledEvenWhenTheWorkerWentAtOnce) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.give(CancelAsked{task.attempt});
  rig.give(WorkerGone{task.attempt, "killed by signal 15"});
  rig.pass(limits::kKillGrace);
  rig.tick();
  EXPECT_EQ(rig.stops.back().how, StopWorker::How::Kill);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
}

TEST_F(ExecutorRestart, ACancelledTaskThatEndsAtOnceIsNotWaitedFor) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.give(CancelAsked{task.attempt});
  rig.give(RestGone{task.attempt});
  EXPECT_EQ(rig.last().phase, TaskPhase::Running) << "its worker lives";
  rig.give(WorkerGone{task.attempt, "killed by signal 15"});
  EXPECT_EQ(rig.looks, 1);
  rig.pass(limits::kLookAgain);
  rig.tick();
  EXPECT_EQ(rig.looks, 2) << "something was left; it is looked for again";
  EXPECT_EQ(rig.stops.back().how, StopWorker::How::Term);
  rig.give(RestGone{task.attempt});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
  EXPECT_FALSE(rig.core().current());
}

TEST_F(ExecutorRestart, AProcessThatCannotBeKilledKeepsTheHostTaken) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.give(CancelAsked{task.attempt});
  rig.pass(limits::kKillGrace);
  rig.tick();
  rig.pass(limits::kStuckAfter);
  rig.tick();
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
  EXPECT_FALSE(rig.core().wake_at());
  rig.order(rig.task(2));
  EXPECT_EQ(rig.last().refusal, Refusal::Busy);
  rig.give(WorkerGone{task.attempt, "killed by signal 9"});
  rig.run(rig.task(3));
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

TEST_F(ExecutorRestart, AWorkerThatDiesIsAbandonedAndItsLeftoversKilled) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.give(WorkerGone{task.attempt, "killed by signal 9"});
  EXPECT_EQ(rig.stops.back().how, StopWorker::How::Kill);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Abandoned);
  EXPECT_TRUE(mentions(rig.last(), "killed by signal 9")) << rig.last().comment;
}

TEST_F(ExecutorRestart, AWorkerThatAsksOutOfOrderIsStopped) {
  const Task task = rig.task();
  rig.order(task);
  rig.ask(task, "a");
  rig.ask(task, "b");
  EXPECT_EQ(rig.acted.size(), 1u);
  ASSERT_FALSE(rig.stops.empty());
}

// --- the ledger stays bounded

TEST_F(ExecutorRestart, LedgerForgetsTheOldestEndedOnesOnly) {
  for (std::uint64_t i = 1; i <= limits::kLedgerAttemptsMax + 5; ++i) {
    rig.give(CancelAsked{AttemptId{IncidentId{i}, 1}});
    rig.pass(seconds(1));
  }
  const Task running = rig.task(1'000'000);
  rig.stamp();
  Task fresh = running;
  fresh.stamp = rig.newest_stamp;
  rig.order(fresh);
  rig.ask(fresh, "a");
  rig.give(JournalGrown{});
  EXPECT_EQ(rig.core().ledger().size(), limits::kLedgerAttemptsMax);
  EXPECT_EQ(rig.core().ledger().find({IncidentId{1}, 1}), nullptr);
  EXPECT_NE(rig.core().ledger().find(fresh.attempt), nullptr);
  EXPECT_EQ(rig.disk().size(), rig.core().ledger().snapshot().size());
}

TEST_F(ExecutorRestart, AcknowledgedOnesGoAfterAMonth) {
  rig.run(rig.task(1));
  rig.run(rig.task(2));
  rig.give(ResultAcked{AttemptId{IncidentId{1}, 1}});
  rig.pass(limits::kLedgerKept + hours(1));
  rig.give(JournalGrown{});
  EXPECT_EQ(rig.core().ledger().find({IncidentId{1}, 1}), nullptr);
  EXPECT_NE(rig.core().ledger().find({IncidentId{2}, 1}), nullptr) << "not acknowledged: kept";
}

}  // namespace
}  // namespace balm::executor
