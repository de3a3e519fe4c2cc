// Tasks on their way: every attempt ends, or is known to be lost; what is lost keeps its host.
#include "master/dispatch.h"

#include <gtest/gtest.h>

#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

// An attempt of 2 minutes is on its way to web1.
class DispatchTest : public testing::Test {
 protected:
  DispatchTest() {
    rig.host("web1");
    rig.host("web2");
    id = rig.climb(rig.open("web1"));
  }
  std::vector<dispatch::End> tick() { return dispatch::tick(rig.turn()); }
  std::optional<dispatch::End> says(TaskPhase phase) {
    TaskStatus status;
    status.attempt = id;
    status.phase = phase;
    return dispatch::report(rig.turn(), HostName{"web1"}, status);
  }
  const Flight& flight() const { return rig.state.flights.at(id); }

  CoreRig rig;
  AttemptId id;
};

constexpr Duration kToDeadline = 60s + 2min + 30s;  // ttl, timeout of the task, grace

TEST_F(DispatchTest, TheAttemptIsStoredBeforeItIsSent) {
  std::size_t stored = rig.out.size();
  std::size_t sent = 0;
  for (std::size_t i = 0; i < rig.out.size(); ++i) {
    if (std::holds_alternative<StoreAttempt>(rig.out[i])) stored = i;
    if (std::holds_alternative<SendToHost>(rig.out[i])) sent = i;
  }
  EXPECT_LT(stored, sent);
  const Task task = rig.sent<Dispatch>().at(0).task;
  EXPECT_EQ(task.epoch, 1u);
  EXPECT_EQ(task.fence, 1u);
  EXPECT_EQ(rig.wanted<StoreHost>().back().row.fence, 1u) << "the fence is durable before it is used";
  EXPECT_TRUE(rig.state.attempts.open_on(HostName{"web1"}));
}

TEST_F(DispatchTest, EveryDispatchToAHostHasAHigherFence) {
  rig.report("web1", id, TaskOutcome::Succeeded);
  rig.climb(rig.open("web1"));
  EXPECT_EQ(rig.sent<Dispatch>().back().task.fence, 2u);
}

TEST_F(DispatchTest, TheEndFreesTheHostAndIsAcknowledged) {
  const auto end = rig.report("web1", id, TaskOutcome::Failed);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->row.outcome, AttemptOutcome::Failed);
  EXPECT_EQ(end->row.phase, AttemptPhase::Ended);
  EXPECT_FALSE(rig.state.attempts.open_on(HostName{"web1"}));
  EXPECT_EQ(rig.sent<ResultAck>().size(), 1u);
  EXPECT_FALSE(dispatch::next_deadline(rig.state));
}

TEST_F(DispatchTest, EveryOutcomeOfATaskHasItsOutcomeOfTheAttempt) {
  const std::vector<std::pair<TaskOutcome, AttemptOutcome>> all = {
      {TaskOutcome::Succeeded, AttemptOutcome::Succeeded},
      {TaskOutcome::Failed, AttemptOutcome::Failed},
      {TaskOutcome::TimedOut, AttemptOutcome::TimedOut},
      {TaskOutcome::Cancelled, AttemptOutcome::Cancelled},
      {TaskOutcome::Abandoned, AttemptOutcome::Abandoned},
      {TaskOutcome::None, AttemptOutcome::Unknown}};
  for (const auto& [said, kept] : all) {
    CoreRig world;
    world.host("web1");
    const AttemptId attempt = world.climb(world.open("web1"));
    EXPECT_EQ(world.report("web1", attempt, said)->row.outcome, kept);
  }
}

TEST_F(DispatchTest, WhatTheHostDeclinesNeverRan) {
  const auto end = rig.refuse("web1", id, Refusal::Busy);
  EXPECT_EQ(end->row.outcome, AttemptOutcome::Refused);
  EXPECT_EQ(end->row.reason, "busy");
  EXPECT_EQ(rig.state.attempts.count_since(rig.rule().name, HostName{"web1"}, Instant{}), 0u);
}

TEST_F(DispatchTest, TooLateForTheHostIsExpired) {
  EXPECT_EQ(rig.refuse("web1", id, Refusal::Expired)->row.outcome, AttemptOutcome::Expired);
}

TEST_F(DispatchTest, OnlyTheHostItWasSentToMayReport) {
  EXPECT_FALSE(rig.report("web2", id, TaskOutcome::Succeeded));
  EXPECT_EQ(rig.line("security").text, "web2 reported on attempt #1.1 of web1; ignored");
  EXPECT_TRUE(rig.state.flights.contains(id));
  EXPECT_TRUE(rig.sent<ResultAck>().empty());
}

TEST_F(DispatchTest, ALateWordIsKeptUnderTheNameOfWhoSaidIt) {
  rig.report("web1", id, TaskOutcome::Succeeded);
  EXPECT_FALSE(rig.report("web2", id, TaskOutcome::Failed));
  EXPECT_EQ(rig.line("late").text, "late word of web2 about attempt #1.1: failed ");
  EXPECT_EQ(rig.sent<ResultAck>().size(), 2u) << "or it would be repeated for ever";
}

TEST_F(DispatchTest, PhasesOnlyGoForward) {
  says(TaskPhase::Running);
  const std::size_t stored = rig.wanted<StoreAttempt>().size();
  says(TaskPhase::Running);
  says(TaskPhase::Running);
  EXPECT_EQ(flight().row.phase, AttemptPhase::Running);
  EXPECT_EQ(rig.wanted<StoreAttempt>().size(), stored);
}

TEST_F(DispatchTest, SilenceIsAskedAboutEveryFiveSeconds) {
  rig.pass(5s - 1ns);
  EXPECT_TRUE(tick().empty());
  EXPECT_TRUE(rig.sent<StatusQuery>().empty());
  rig.pass(1ns);
  tick();
  EXPECT_EQ(rig.sent<StatusQuery>().size(), 1u);
  EXPECT_EQ(dispatch::next_deadline(rig.state), rig.now.instant + 5s);
  rig.pass(2s);
  says(TaskPhase::Running);
  EXPECT_EQ(dispatch::next_deadline(rig.state), rig.now.instant + 5s) << "it was heard just now";
}

TEST_F(DispatchTest, AtItsDeadlineTheOutcomeIsUnknownAndTheHostStaysLocked) {
  rig.pass(kToDeadline - 1ns);
  EXPECT_TRUE(tick().empty());
  rig.pass(1ns);
  const std::vector<dispatch::End> ends = tick();
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].row.outcome, AttemptOutcome::Unknown);
  EXPECT_NE(ends[0].row.phase, AttemptPhase::Ended);
  EXPECT_TRUE(rig.state.attempts.open_on(HostName{"web1"})->unknown);
  rig.pass(5s);
  EXPECT_TRUE(tick().empty()) << "said once";
}

TEST_F(DispatchTest, AnUnknownOutcomeIsAskedAboutSlowlyAndEndsWithAWord) {
  rig.pass(kToDeadline);
  tick();
  rig.pass(5s);
  tick();
  EXPECT_EQ(dispatch::next_deadline(rig.state), rig.now.instant + 60s);
  const auto end = rig.report("web1", id, TaskOutcome::Succeeded);
  EXPECT_EQ(end->row.outcome, AttemptOutcome::Succeeded);
  EXPECT_FALSE(rig.state.attempts.open_on(HostName{"web1"}));
}

TEST_F(DispatchTest, WhatNeverArrivedIsSentAgainUnchangedWhileItIsFresh) {
  rig.pass(60s - 1ns);
  EXPECT_FALSE(rig.refuse("web1", id, Refusal::UnknownAttempt));
  ASSERT_EQ(rig.sent<Dispatch>().size(), 2u);
  EXPECT_EQ(rig.sent<Dispatch>()[1].task.fence, rig.sent<Dispatch>()[0].task.fence);
}

TEST_F(DispatchTest, WhatNeverArrivedInTimeIsExpired) {
  rig.pass(60s);
  const auto end = rig.refuse("web1", id, Refusal::UnknownAttempt);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->row.outcome, AttemptOutcome::Expired);
  EXPECT_EQ(end->row.comment, "the agent never received it");
  EXPECT_EQ(rig.sent<Dispatch>().size(), 1u);
  EXPECT_FALSE(rig.state.attempts.open_on(HostName{"web1"}));
}

// The host's journal is gone. It had taken the attempt, so it may have run: sending it again, or counting it
// as never run, would run the same rung twice.
TEST_F(DispatchTest, WhatTheHostHadTakenAndForgotIsAbandoned) {
  says(TaskPhase::Running);
  const auto end = rig.refuse("web1", id, Refusal::UnknownAttempt);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->row.outcome, AttemptOutcome::Abandoned);
  EXPECT_EQ(rig.sent<Dispatch>().size(), 1u);
  EXPECT_EQ(rig.state.attempts.count_since(rig.rule().name, HostName{"web1"}, Instant{}), 1u);
}

TEST_F(DispatchTest, AfterAGreetingOnlyThatHostIsAskedAboutWhatIsOpen) {
  dispatch::reconcile(rig.turn(), HostName{"web2"});
  EXPECT_TRUE(rig.sent<StatusQuery>().empty());
  dispatch::reconcile(rig.turn(), HostName{"web1"});
  EXPECT_EQ(rig.sent<StatusQuery>().at(0).attempt, id);
}

TEST_F(DispatchTest, APersonMayGiveItUp) {
  rig.pass(kToDeadline);
  tick();
  const auto end = dispatch::give_up(rig.turn(), id, "dana overrides the unknown outcome");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->row.phase, AttemptPhase::Ended);
  EXPECT_EQ(end->row.outcome, AttemptOutcome::Unknown) << "nobody knows any better";
  EXPECT_EQ(end->row.comment, "dana overrides the unknown outcome");
  EXPECT_EQ(rig.sent<Cancel>().size(), 1u) << "should it still run, it must not run on";
  EXPECT_FALSE(rig.state.attempts.open_on(HostName{"web1"}));
  EXPECT_FALSE(dispatch::give_up(rig.turn(), id, "again"));
}

}  // namespace
}  // namespace balm::master
