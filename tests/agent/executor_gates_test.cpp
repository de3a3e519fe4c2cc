// Every gate, by name and in its order, and what repeated or overtaken orders are answered.
#include <gtest/gtest.h>

#include "agent/executor/executor_limits.h"
#include "executor_rig.h"

namespace balm::executor {
namespace {

using std::chrono::seconds;

class ExecutorGates : public testing::Test {
 protected:
  ExecutorGates() { rig.join(); }

  void expect_refused(const Task& task, Refusal refusal) {
    const std::size_t before = rig.told.size();
    rig.order(task);
    ASSERT_EQ(rig.told.size(), before + 1);
    EXPECT_EQ(rig.last().phase, TaskPhase::Refused);
    EXPECT_EQ(to_text(rig.last().refusal), to_text(refusal)) << rig.last().comment;
    EXPECT_FALSE(rig.last().comment.empty());
    EXPECT_EQ(rig.starts_of(task.attempt), 0);
  }

  Rig rig;
};

TEST_F(ExecutorGates, AGoodOrderRunsFromStartToEnd) {
  const Task task = rig.task();
  rig.order(task);
  EXPECT_TRUE(rig.acted.empty()) << "reading is not acting";
  rig.ask(task, "a");
  EXPECT_EQ(rig.last().phase, TaskPhase::Running);
  rig.end_step(task, "a");
  rig.ask(task, "b");
  rig.end_step(task, "b");
  rig.pass(seconds(2));
  rig.end(task);
  EXPECT_EQ(rig.last().phase, TaskPhase::Done);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
  EXPECT_EQ(rig.last().took_us, 2'000'000);
  EXPECT_GT(rig.last().first_action_us, 0);
  EXPECT_EQ(rig.acted.size(), 2u);
  EXPECT_EQ(rig.starts_of(task.attempt), 1);
}

TEST_F(ExecutorGates, AnotherClusterIsRefusedAndLeavesNoTrace) {
  Task task = rig.task();
  task.cluster = "c2";
  task.epoch = 99;
  expect_refused(task, Refusal::WrongCluster);
  EXPECT_EQ(rig.core().ledger().kept().epoch_max, 1u);
  EXPECT_EQ(rig.core().ledger().size(), 0u);
}

TEST_F(ExecutorGates, BeforeTheFirstStandingNothingIsTaken) {
  Rig fresh;
  Task task = fresh.task();
  task.cluster = "";
  fresh.order(task);
  EXPECT_EQ(fresh.last().refusal, Refusal::WrongCluster);
}

TEST_F(ExecutorGates, AFenceBelowTheLastIsRefused) {
  const Task early = rig.task(1);
  const Task late = rig.task(2);
  rig.run(late);
  expect_refused(early, Refusal::StaleFence);
}

TEST_F(ExecutorGates, TheFenceFloorOfAStandingCounts) {
  Standing standing;
  standing.cluster = "c1";
  standing.epoch = 1;
  standing.fence_floor = 50;
  rig.give(StandingArrived{standing});
  expect_refused(rig.task(), Refusal::StaleFence);
}

TEST_F(ExecutorGates, AnotherBootIsRefused) {
  Task task = rig.task();
  task.boot = "boot-0";
  expect_refused(task, Refusal::OtherBoot);
}

TEST_F(ExecutorGates, AStampOfSomeoneElseIsRefused) {
  Task task = rig.task();
  task.stamp = "made up";
  expect_refused(task, Refusal::UnknownStamp);
  task = rig.task(2);
  task.stamp = "";
  expect_refused(task, Refusal::UnknownStamp);
}

TEST_F(ExecutorGates, StampsBeyondTheRememberedOnesAreUnknown) {
  const Task task = rig.task();
  for (std::size_t i = 0; i < limits::kStampsKept; ++i) rig.stamp();
  expect_refused(task, Refusal::UnknownStamp);
}

TEST_F(ExecutorGates, FrozenAndMaintenance) {
  Standing standing;
  standing.cluster = "c1";
  standing.epoch = 1;
  standing.maintenance = Maintenance{rig.now().wall + seconds(60), "disk swap", "kim"};
  rig.give(StandingArrived{standing});
  expect_refused(rig.task(1), Refusal::Maintenance);
  EXPECT_NE(rig.last().comment.find("disk swap"), std::string::npos);
  standing.frozen = true;
  rig.give(StandingArrived{standing});
  expect_refused(rig.task(2), Refusal::Frozen);
}

TEST_F(ExecutorGates, ADryRunMayAlwaysAndPeopleMayInMaintenance) {
  Standing standing;
  standing.cluster = "c1";
  standing.epoch = 1;
  standing.maintenance = Maintenance{rig.now().wall + seconds(60), "disk swap", "kim"};
  rig.give(StandingArrived{standing});
  Task by_hand = rig.task(1);
  by_hand.by = "dana";
  rig.run(by_hand);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
  standing.frozen = true;
  rig.give(StandingArrived{standing});
  Task dry = rig.task(2);
  dry.test = true;
  rig.run(dry);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
  by_hand = rig.task(3);
  by_hand.by = "dana";
  expect_refused(by_hand, Refusal::Frozen);
}

TEST_F(ExecutorGates, MaintenanceThatIsOverDoesNotRefuse) {
  Standing standing;
  standing.cluster = "c1";
  standing.epoch = 1;
  standing.maintenance = Maintenance{rig.now().wall + seconds(60), "disk swap", "kim"};
  rig.give(StandingArrived{standing});
  rig.set_wall(standing.maintenance->until);
  rig.run(rig.task());
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

TEST_F(ExecutorGates, FreezeAndMaintenanceOutliveARestart) {
  Standing standing;
  standing.cluster = "c1";
  standing.epoch = 1;
  standing.frozen = true;
  rig.give(StandingArrived{standing});
  rig.lose_power("boot-2");
  expect_refused(rig.task(), Refusal::Frozen);
}

TEST_F(ExecutorGates, ACheckThatIsOkAgainNeedsNothing) {
  const Task task = rig.task();
  rig.order(task, true);
  EXPECT_EQ(rig.last().refusal, Refusal::AlreadyOk);
  rig.order(task, false);
  EXPECT_EQ(rig.last().refusal, Refusal::AlreadyOk) << "the answer given once stays";
  EXPECT_EQ(rig.starts_of(task.attempt), 0);
}

TEST_F(ExecutorGates, OneTaskAtATime) {
  const Task first = rig.task(1);
  rig.order(first);
  expect_refused(rig.task(2), Refusal::Busy);
  rig.ask(first, "a");
  expect_refused(rig.task(3), Refusal::Busy);
  rig.end_step(first, "a");
  rig.end(first);
  rig.run(rig.task(4));
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

TEST_F(ExecutorGates, NoWorkerMeansBusyNotDeath) {
  const Task task = rig.task();
  rig.give(TaskArrived{{task, false}, WorkerMark{}, "Resource temporarily unavailable", true});
  EXPECT_EQ(rig.last().refusal, Refusal::Busy);
  EXPECT_NE(rig.last().comment.find("temporarily unavailable"), std::string::npos);
}

TEST_F(ExecutorGates, FilesThatAreNotThoseDecidedAbout) {
  Task task = rig.task();
  task.files["nginx.restart"] += " ";
  expect_refused(task, Refusal::BadState);
}

TEST_F(ExecutorGates, AStateThatDoesNotCompile) {
  const Task task = rig.task();
  rig.order(task);
  rig.give(TaskUnreadable{task.attempt, "1:1: error E401"});
  EXPECT_EQ(rig.last().refusal, Refusal::BadState);
  EXPECT_NE(rig.last().comment.find("E401"), std::string::npos);
  EXPECT_FALSE(rig.stops.empty());
  rig.run(rig.task(2));
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

TEST_F(ExecutorGates, AStateWhoseReadingNeverEnds) {
  const Task task = rig.task();
  rig.order(task);
  rig.pass(limits::kPrepareTimeMax);
  rig.tick();
  EXPECT_EQ(rig.last().refusal, Refusal::BadState);
}

TEST_F(ExecutorGates, AReaderThatDies) {
  const Task task = rig.task();
  rig.order(task);
  rig.give(WorkerGone{task.attempt, "killed by signal 11"});
  EXPECT_EQ(rig.last().refusal, Refusal::BadState);
  EXPECT_EQ(rig.starts_of(task.attempt), 0);
}

TEST_F(ExecutorGates, NoRoomInTheJournal) {
  rig.journal_room = false;
  expect_refused(rig.task(), Refusal::NoSpace);
}

TEST_F(ExecutorGates, TooManyResultsWaiting) {
  for (std::size_t i = 0; i < limits::kUnackedResultsMax; ++i) rig.run(rig.task(i + 1));
  expect_refused(rig.task(1000), Refusal::Busy);
  rig.give(ResultAcked{AttemptId{IncidentId{1}, 1}});
  rig.run(rig.task(1001));
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

// --- repeats

TEST_F(ExecutorGates, ARepeatedOrderGetsItsStoredAnswer) {
  const Task task = rig.task();
  rig.run(task);
  const TaskStatus done = rig.last();
  rig.order(task);
  EXPECT_EQ(rig.last().outcome, done.outcome);
  EXPECT_EQ(rig.last().comment, done.comment);
  EXPECT_EQ(rig.starts_of(task.attempt), 1);
}

TEST_F(ExecutorGates, ARepeatWhileItRunsIsNotARefusal) {
  const Task task = rig.task();
  rig.order(task);
  rig.order(task);
  rig.ask(task, "a");
  rig.join("c1", 7);  // a new master does not make the running attempt a refused one
  rig.order(task);
  EXPECT_EQ(rig.last().phase, TaskPhase::Running);
  EXPECT_EQ(rig.starts_of(task.attempt), 1);
}

TEST_F(ExecutorGates, QuestionsAboutAttempts) {
  const Task task = rig.task();
  rig.give(TaskAsked{task.attempt});
  EXPECT_EQ(rig.last().refusal, Refusal::UnknownAttempt);
  rig.run(task);
  rig.give(ResultAcked{task.attempt});
  rig.give(TaskAsked{task.attempt});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Succeeded);
}

TEST_F(ExecutorGates, CancelBeforeTheOrderWins) {
  const Task task = rig.task();
  rig.give(CancelAsked{task.attempt});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
  rig.order(task);
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
  rig.lose_power("boot-1");
  rig.give(TaskAsked{task.attempt});
  EXPECT_EQ(rig.last().outcome, TaskOutcome::Cancelled);
  EXPECT_EQ(rig.starts_of(task.attempt), 0);
}

TEST_F(ExecutorGates, StandingOfAStrangerOrOfThePastIsNotKept) {
  rig.join("c1", 5);
  rig.join("c2", 9);
  EXPECT_EQ(rig.core().ledger().kept().cluster, "c1");
  Standing old;
  old.cluster = "c1";
  old.epoch = 4;
  old.frozen = true;
  rig.give(StandingArrived{old});
  EXPECT_FALSE(rig.core().ledger().kept().frozen);
}

TEST_F(ExecutorGates, AnUnchangedStandingCostsNoWrite) {
  const std::size_t before = rig.disk().size();
  rig.join();
  EXPECT_EQ(rig.disk().size(), before);
}

}  // namespace
}  // namespace balm::executor
