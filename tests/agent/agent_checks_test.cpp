// Checks that come and go while the agent runs: from the master, from files, and what they have to do with
// tasks.
#include "common/document/check_text.h"
#include "tests/agent/agent_fixture.h"

namespace balm::agent {
namespace {

using AgentChecksTest = AgentTest;

CheckSet set_of(const std::vector<CheckDocument>& checks) {
  CheckSet set;
  for (const CheckDocument& check : checks) set.checks.push_back(check_text(check));
  set.hash = check_set_hash(set.checks);
  return set;
}

TEST_F(AgentChecksTest, ChecksOfTheMasterAreKeptThenUsedThenAnswered) {
  load({ten_seconds("http")});
  become_known();
  const CheckSet set = set_of({ten_seconds("disk")});
  const Effects came = from_master(set);
  ASSERT_EQ(all_of_kind<KeepCheckSet>(came).size(), 1u);
  EXPECT_TRUE(sent<CheckSetTaken>(came).empty()) << "it is not on disk yet";
  EXPECT_FALSE(agent_.book().find({"disk"}));
  const Effects kept = step(CheckSetKept{set});
  ASSERT_EQ(ordered<UseCheckSet>(kept).size(), 1u);
  EXPECT_EQ(ordered<UseCheckSet>(kept)[0].checks, set.checks);
  ASSERT_EQ(sent<CheckSetTaken>(kept).size(), 1u);
  EXPECT_EQ(sent<CheckSetTaken>(kept)[0].hash, set.hash);
  ASSERT_TRUE(agent_.book().find({"disk"}));
  const Effects due = tick(10);
  EXPECT_EQ(ordered<SpawnCheck>(due).size(), 2u);
  ASSERT_EQ(sent<Heartbeat>(due).size(), 1u);
  EXPECT_EQ(sent<Heartbeat>(due)[0].check_set, set.hash);
}

TEST_F(AgentChecksTest, ASetThatCameBeforeIsOnlyAnswered) {
  load({});
  become_known();
  const CheckSet set = set_of({ten_seconds("disk")});
  step(CheckSetKept{set});
  const Effects again = from_master(set);
  EXPECT_TRUE(all_of_kind<KeepCheckSet>(again).empty());
  EXPECT_EQ(sent<CheckSetTaken>(again).size(), 1u);
  CheckSet damaged = set;
  damaged.checks[0] += "x";
  EXPECT_TRUE(sent<CheckSetTaken>(from_master(damaged)).empty());
}

TEST_F(AgentChecksTest, AClashIsToldWhenItComesAndWhenItGoes) {
  load({});
  become_known();
  step(CheckSetKept{set_of({ten_seconds("disk")})});
  const auto clash = sent<CheckSetTaken>(step(ChecksLoaded{{check_named("disk")}}));
  ASSERT_EQ(clash.size(), 1u);
  ASSERT_EQ(clash[0].faults.size(), 1u);
  EXPECT_EQ(clash[0].faults[0].check.text, "disk");
  EXPECT_EQ(sent<Hello>(step(LinkUp{})).at(0).check_faults, clash[0].faults);
  from_master(standing());
  const auto solved = sent<CheckSetTaken>(step(ChecksLoaded{{}}));
  ASSERT_EQ(solved.size(), 1u);
  EXPECT_TRUE(solved[0].faults.empty());
}

TEST_F(AgentChecksTest, ChecksOfTheMasterRunOnWithoutItAndWithoutReadableFiles) {
  CheckDocument disk = ten_seconds("disk");
  disk.confirm = {1, 1};
  const CheckSet set = set_of({disk});
  agent_ = Agent(setup(), {{kSpool, 1, 0, {}}, {}, "", set});
  step(ChecksRefused{"checks.d/own.yaml: not YAML"});
  EXPECT_EQ(ordered<UseCheckSet>(from_executor(executor_hello())).size(), 1u);
  EXPECT_EQ(ordered<SpawnCheck>(tick(10)).size(), 1u);
  EXPECT_EQ(sent<Hello>(step(LinkUp{})).at(0).check_set, set.hash);
}

TEST_F(AgentChecksTest, ACheckThatIsTakenAwayIsUnknownAndItsQuestionsAnswered) {
  CheckDocument disk = ten_seconds("disk");
  disk.confirm = {1, 1};
  load({});
  become_known();
  step(CheckSetKept{set_of({disk})});
  observe(10, 2);
  EXPECT_EQ(ordered<SpawnCheck>(from_master(RunCheck{5, {"disk"}})).size(), 1u);
  EXPECT_TRUE(from_master(RunCheck{5, {"disk"}}).empty()) << "asked again, and already on its way";
  const Effects gone = step(CheckSetKept{});
  ASSERT_EQ(all_of_kind<AppendEvent>(gone).size(), 1u);
  EXPECT_EQ(all_of_kind<AppendEvent>(gone)[0].event.status, Status::Unknown);
  ASSERT_EQ(sent<CheckReport>(gone).size(), 1u);
  EXPECT_FALSE(sent<CheckReport>(gone)[0].known);
}

// verify needs fewer results than confirm: the master has closed the incident, the host is not sure yet.
TEST_F(AgentChecksTest, AnOkTheMasterWasShownAndThatDidNotLastIsNews) {
  CheckDocument check = ten_seconds("http");
  check.confirm = {2, 3};
  load({check});
  become_known();
  observe(10, 2);
  ASSERT_EQ(all_of_kind<AppendEvent>(observe(20, 2)).size(), 1u);
  time_ = 22;
  for (const std::uint64_t request : {1u, 2u})
    answer(ordered<SpawnCheck>(from_master(RunCheck{request, {"http"}})).at(0), 0);
  EXPECT_TRUE(all_of_kind<AppendEvent>(observe(30, 2)).empty()) << "not believed yet";
  const auto again = all_of_kind<AppendEvent>(observe(40, 2));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].event.status, Status::Critical);
  EXPECT_EQ(again[0].event.previous, Status::Ok);
  EXPECT_EQ(again[0].event.generation, 2u);
  EXPECT_TRUE(all_of_kind<AppendEvent>(observe(50, 2)).empty()) << "said once";
}

TEST_F(AgentChecksTest, AnOkThatNobodyWasShownIsNoNews) {
  CheckDocument check = ten_seconds("http");
  check.confirm = {2, 3};
  load({check});
  become_known();
  for (const int code : {2, 2, 0, 2, 2}) observe(time_ + 10, code);
  EXPECT_EQ(agent_.book().standings().at(0).generation, 1u);
}

TEST_F(AgentChecksTest, AnOrderThatWaitsForACheckThatIsTakenAwayGoesOn) {
  load({});
  become_known();
  step(CheckSetKept{set_of({ten_seconds("disk")})});
  Dispatch dispatch;
  dispatch.task.attempt = {IncidentId{1}, 1};
  dispatch.task.trigger.text = "disk";
  ASSERT_EQ(ordered<SpawnCheck>(from_master(dispatch)).size(), 1u);
  const auto executes = ordered<Execute>(step(CheckSetKept{}));
  ASSERT_EQ(executes.size(), 1u);
  EXPECT_FALSE(executes[0].trigger_ok);
}

TEST_F(AgentChecksTest, WhatIsBelievedOfFilesThatCannotBeReadYetStays) {
  SavedChecks before{kSpool, 1, {}};
  before.checks.push_back({{"http"}, "", Status::Critical, Status::Critical, at(1).wall, 4});
  agent_ = Agent(setup(), {{kSpool, 2, 1, {}}, before, "", set_of({ten_seconds("disk")})});
  EXPECT_EQ(all_of_kind<AppendEvent>(step(ChecksRefused{"own.yaml: not YAML"})).size(), 1u);
  EXPECT_TRUE(all_of_kind<AppendEvent>(from_executor(executor_hello())).empty());
  EXPECT_TRUE(all_of_kind<AppendEvent>(step(CheckSetKept{})).empty());
  const auto mended = all_of_kind<AppendEvent>(step(ChecksLoaded{{ten_seconds("http")}}));
  ASSERT_EQ(mended.size(), 1u);
  EXPECT_EQ(mended[0].event.type, "agent.config");
  const auto standings = agent_.book().standings();
  ASSERT_EQ(standings.size(), 1u);
  EXPECT_EQ(standings[0].status, Status::Critical);
  EXPECT_EQ(standings[0].generation, 4u);
}

TEST_F(AgentChecksTest, FaultsOfItsOwnFilesAreToldBesideThoseOfHandedChecks) {
  step(ChecksRefused{"checks.d/own.yaml:2:3: error E203\n  2 |"});
  become_known();
  const auto faults = sent<Hello>(step(LinkUp{})).at(0).check_faults;
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].check.text, "checks.d");
  EXPECT_TRUE(faults[0].text.ends_with("checks.d/own.yaml:2:3: error E203")) << faults[0].text;
  from_master(standing());
  const auto again = sent<CheckSetTaken>(step(ChecksRefused{"checks.d/own.yaml:3:3: error E202"}));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].faults.size(), 1u);
  const auto mended = sent<CheckSetTaken>(step(ChecksLoaded{}));
  ASSERT_EQ(mended.size(), 1u);
  EXPECT_TRUE(mended[0].faults.empty());
}

TEST_F(AgentChecksTest, FilesMendedWhileTheAgentWasDownAreTold) {
  SavedChecks before;
  before.files_refused = true;
  agent_ = Agent(setup(), {{kSpool, 2, 1, {}}, before, "", {}});
  const auto mended = all_of_kind<AppendEvent>(step(ChecksLoaded{}));
  ASSERT_EQ(mended.size(), 1u);
  EXPECT_EQ(mended[0].event.type, "agent.config");
  EXPECT_EQ(mended[0].event.status, Status::Ok);
  const auto kept = all_of_kind<KeepChecks>(step(Stopping{}));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_FALSE(kept[0].checks.files_refused);
  step(ChecksRefused{"faulty"});
  EXPECT_TRUE(all_of_kind<KeepChecks>(step(Stopping{})).at(0).checks.files_refused);
}

TEST_F(AgentChecksTest, MarksWhatBeganRightAfterATask) {
  CheckDocument check = ten_seconds("http");
  check.confirm = {2, 1};
  load({check});
  become_known();
  observe(10, 0);
  TaskStatus status;
  status.attempt = {IncidentId{7}, 2};
  from_executor(TaskUpdate{status});
  status.phase = TaskPhase::Done;
  time_ = 15;
  from_executor(TaskUpdate{status});
  observe(20, 2);
  const auto broken = all_of_kind<AppendEvent>(observe(30, 2));
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_EQ(broken[0].event.cause, status.attempt) << "it failed on its first run after the task";
  const auto healed = all_of_kind<AppendEvent>(observe(40, 0));
  ASSERT_EQ(healed.size(), 1u);
  EXPECT_EQ(healed[0].event.cause, AttemptId{});
}

}  // namespace
}  // namespace balm::agent
