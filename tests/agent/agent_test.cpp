#include "agent/agent.h"

#include "common/wire.h"
#include "tests/agent/agent_fixture.h"

namespace balm::agent {
namespace {

TEST_F(AgentTest, DialsOnceTheExecutorIsThereAndIntroducesItself) {
  load({ten_seconds("http")});
  EXPECT_TRUE(tick(1).empty()) << "nothing without an executor";
  EXPECT_EQ(agent_.next_deadline(), std::nullopt) << "a tick that does nothing would be wanted for ever";
  EXPECT_EQ(all_of_kind<Connect>(from_executor(executor_hello())).size(), 1u);
  const auto hellos = sent<Hello>(step(LinkUp{}));
  ASSERT_EQ(hellos.size(), 1u);
  EXPECT_EQ(hellos[0].spool, kSpool);
  EXPECT_EQ(hellos[0].boot, "boot-1");
  EXPECT_EQ(hellos[0].stamp, "stamp-1");
  EXPECT_EQ(hellos[0].epoch_max, 3u);
  EXPECT_EQ(hellos[0].last_fence, 9u);
  EXPECT_EQ(hellos[0].labels.at("role"), "web");
}

TEST_F(AgentTest, AConfirmedFailureIsWrittenThenSent) {
  load({ten_seconds("http")});
  become_known();
  observe(10, 0);
  tick(10.5);
  from_master(EventAck{kSpool, 1});
  EXPECT_TRUE(sent<EventBatch>(observe(20, 2)).empty()) << "soft";
  const Effects effects = observe(30, 2);
  ASSERT_EQ(all_of_kind<AppendEvent>(effects).size(), 1u);
  const auto batches = sent<EventBatch>(effects);
  ASSERT_EQ(batches.size(), 1u);
  const Event& event = batches[0].events.at(0);
  EXPECT_EQ(event.type, "check.http");
  EXPECT_EQ(event.status, Status::Critical);
  EXPECT_EQ(event.seq, 2u);
  const auto is_append = [](const Effect& effect) { return std::holds_alternative<AppendEvent>(effect); };
  const auto is_send = [](const Effect& effect) { return std::holds_alternative<SendToMaster>(effect); };
  EXPECT_LT(std::find_if(effects.begin(), effects.end(), is_append),
            std::find_if(effects.begin(), effects.end(), is_send));
}

TEST_F(AgentTest, HeartbeatsCarryTheNewestStamp) {
  become_known();
  from_executor(NewStamp{"stamp-2"});
  const auto beats = sent<Heartbeat>(tick(10));
  ASSERT_EQ(beats.size(), 1u);
  EXPECT_EQ(beats[0].stamp, "stamp-2");
}

TEST_F(AgentTest, StandingsGoToTheExecutor) {
  become_known();
  Standing frozen = standing();
  frozen.frozen = true;
  const auto kept = ordered<KeepStanding>(from_master(frozen));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_TRUE(kept[0].standing.frozen);
}

TEST_F(AgentTest, LooksAtTheTriggerBeforeATaskGoesOn) {
  load({ten_seconds("http")});
  become_known();
  Dispatch dispatch;
  dispatch.task.attempt = {IncidentId{1}, 1};
  dispatch.task.trigger.text = "http";
  const Effects effects = from_master(dispatch);
  EXPECT_TRUE(ordered<Execute>(effects).empty());
  const auto spawned = ordered<SpawnCheck>(effects);
  ASSERT_EQ(spawned.size(), 1u);
  const auto executes = ordered<Execute>(answer(spawned[0], 0));
  ASSERT_EQ(executes.size(), 1u);
  EXPECT_TRUE(executes[0].trigger_ok);
}

TEST_F(AgentTest, ATaskForAnUnknownTriggerGoesOnUnseen) {
  become_known();
  Dispatch dispatch;
  dispatch.task.attempt = {IncidentId{1}, 1};
  dispatch.task.trigger.text = "nowhere";
  const auto executes = ordered<Execute>(from_master(dispatch));
  ASSERT_EQ(executes.size(), 1u);
  EXPECT_FALSE(executes[0].trigger_ok);
}

TEST_F(AgentTest, EventsDuringATaskNameItAsTheirCause) {
  CheckDocument check = ten_seconds("http");
  check.confirm = {1, 1};
  load({check});
  become_known();
  TaskUpdate running;
  running.status.attempt = {IncidentId{5}, 2};
  running.status.phase = TaskPhase::Running;
  from_executor(running);
  const auto appended = all_of_kind<AppendEvent>(observe(10, 2));
  ASSERT_EQ(appended.size(), 1u);
  EXPECT_EQ(appended[0].event.cause, (AttemptId{IncidentId{5}, 2}));
}

TEST_F(AgentTest, AnswersWhoAsksForACheck) {
  load({ten_seconds("http")});
  become_known();
  const auto spawned = ordered<SpawnCheck>(from_master(RunCheck{41, {"http"}}));
  ASSERT_EQ(spawned.size(), 1u);
  EXPECT_TRUE(ordered<SpawnCheck>(from_master(RunCheck{42, {"http"}})).empty()) << "joins the run";
  const auto reports = sent<CheckReport>(answer(spawned[0], 1, "WARNING - x"));
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].request, 41u);
  EXPECT_EQ(reports[1].request, 42u);
  EXPECT_EQ(reports[1].observations.at(0).status, Status::Warning);
  const auto unknown = sent<CheckReport>(from_master(RunCheck{43, {"nowhere"}}));
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_FALSE(unknown[0].known);
}

TEST_F(AgentTest, AsksTheExecutorAboutOpenAttempts) {
  ExecutorHello hello = executor_hello();
  hello.open_attempts = {{IncidentId{3}, 1}};
  EXPECT_EQ(ordered<QueryTask>(from_executor(hello)).size(), 1u);
  EXPECT_EQ(sent<Hello>(step(LinkUp{})).at(0).open_attempts.size(), 1u);
}

TEST_F(AgentTest, ChecksForOtherHostsOrSwitchedOffDoNotRun) {
  CheckDocument other = ten_seconds("db");
  other.hosts = *Selector::from_text("role=db");
  CheckDocument off = ten_seconds("off");
  off.enabled = false;
  CheckDocument mine = ten_seconds("web");
  mine.hosts = *Selector::from_text("role=web");
  load({other, off, mine});
  become_known();
  const auto spawned = ordered<SpawnCheck>(tick(15));
  ASSERT_EQ(spawned.size(), 1u);
  EXPECT_EQ(spawned[0].check.text, "web");
}

TEST_F(AgentTest, FaultsInTheFilesAreTold) {
  become_known();
  const auto refused = all_of_kind<AppendEvent>(step(ChecksRefused{"checks.d/a.yaml:1:1: error\n  rest"}));
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].event.type, "agent.config");
  EXPECT_EQ(refused[0].event.status, Status::Critical);
  EXPECT_EQ(refused[0].event.output, "checks.d/a.yaml:1:1: error");
  const auto mended = all_of_kind<AppendEvent>(step(ChecksLoaded{}));
  ASSERT_EQ(mended.size(), 1u);
  EXPECT_EQ(mended[0].event.status, Status::Ok);
  EXPECT_TRUE(all_of_kind<AppendEvent>(step(ChecksLoaded{})).empty());
}

TEST_F(AgentTest, AnExecutorThatNeverAnswersIsNotWaitedForForEver) {
  CheckDocument check = ten_seconds("http");
  check.confirm = {1, 1};
  check.timeout = 5s;
  load({check});
  become_known();
  EXPECT_EQ(ordered<SpawnCheck>(tick(10)).size(), 1u);
  const auto appended = all_of_kind<AppendEvent>(tick(60));
  ASSERT_EQ(appended.size(), 1u);
  EXPECT_EQ(appended[0].event.status, Status::Unknown);
}

TEST_F(AgentTest, ARenewedSpoolIsIntroducedBeforeItsEvents) {
  become_known();
  step(ChecksRefused{"faulty"});
  const Effects lost = from_master(EventNak{kSpool, 99});
  const auto renewals = all_of_kind<RenewSpool>(lost);
  ASSERT_EQ(renewals.size(), 1u);
  const Effects effects = step(SpoolRenewed{{renewals[0].id, 2, 0, {100}}});
  EXPECT_EQ(sent<Hello>(effects).at(0).spool, renewals[0].id);
  EXPECT_TRUE(sent<EventBatch>(effects).empty());
  EXPECT_EQ(all_of_kind<KeepChecks>(effects).size(), 1u);
}

TEST_F(AgentTest, DistrustsAMasterThatAcknowledgesWhatNeverWas) {
  become_known();
  const Effects effects = from_master(EventAck{kSpool, 77});
  EXPECT_EQ(all_of_kind<Disconnect>(effects).size(), 1u);
  EXPECT_EQ(all_of_kind<Connect>(tick(2)).size(), 1u);
}

TEST_F(AgentTest, KeepsAPictureNowAndThenAndAtTheEnd) {
  CheckDocument check = check_named("http");
  check.every = 1h;
  check.confirm = {1, 1};
  load({check});
  become_known();
  observe(10, 2);
  EXPECT_TRUE(all_of_kind<KeepChecks>(tick(15)).empty());
  EXPECT_EQ(all_of_kind<KeepChecks>(tick(330)).size(), 1u);
  const auto kept = all_of_kind<KeepChecks>(step(Stopping{}));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].checks.seq, 1u);
  EXPECT_EQ(kept[0].checks.checks.at(0).status, Status::Critical);
}

TEST_F(AgentTest, IgnoresMessagesThatAreNotForAgents) {
  become_known();
  const Effects effects = from_master(Heartbeat{"x", "y", 0, ""});
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_TRUE(std::get<Note>(effects[0]).trouble);
}

TEST_F(AgentTest, EqualInputsGiveEqualEffects) {
  struct Run : AgentTest {
    void TestBody() override {}
    using AgentTest::answer;
    using AgentTest::become_known;
    using AgentTest::load;
    using AgentTest::ten_seconds;
    using AgentTest::tick;
  };
  const auto trace = [] {
    Run run;
    run.load({Run::ten_seconds("a"), Run::ten_seconds("b")});
    run.become_known();
    std::string text;
    for (double second = 1; second < 200; second += 1) {
      for (const Effect& effect : run.tick(second)) {
        if (const auto* out = std::get_if<SendToMaster>(&effect)) text += wire::encode(out->message);
        const auto* order = std::get_if<SendToExecutor>(&effect);
        const auto* spawn = order != nullptr ? std::get_if<SpawnCheck>(&order->message) : nullptr;
        if (spawn == nullptr) continue;
        for (const AppendEvent& append :
             all_of_kind<AppendEvent>(run.answer(*spawn, static_cast<int>(second) % 3)))
          text += wire::encode_event(append.event);
      }
    }
    return text;
  };
  EXPECT_EQ(trace(), trace());
  EXPECT_GT(trace().size(), 1'000u);
}

}  // namespace
}  // namespace balm::agent
