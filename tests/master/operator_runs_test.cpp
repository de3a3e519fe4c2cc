// A state run by a person over some hosts.
#include "master/operator_runs.h"

#include <gtest/gtest.h>

#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

constexpr IncidentId kRun{50};

class OperatorRunsTest : public testing::Test {
 protected:
  OperatorRunsTest() {
    OperatorRun run;
    run.id = kRun;
    run.client = 7;
    run.state = StateName{"nginx.restart"};
    run.by = "dana";
    for (const char* const name : {"web1", "web2", "web3"}) {
      rig.host(name);
      run.waiting.push_back(HostName{name});
    }
    rig.state.runs.emplace(kRun, run);
  }
  void go_on() { operator_runs::go_on(rig.turn(), kRun); }
  OperatorRun& run() { return rig.state.runs.at(kRun); }
  bool over() const { return !rig.state.runs.contains(kRun); }
  void ended(const std::string& host, std::uint32_t n, TaskOutcome outcome) {
    const auto end = rig.report(host, {kRun, n}, outcome);
    ASSERT_TRUE(end);
    EXPECT_TRUE(operator_runs::attempt_ended(rig.turn(), *end));
  }
  Value summary() const { return rig.answer().data; }

  CoreRig rig;
};

TEST_F(OperatorRunsTest, OneHostAtATimeUnlessMoreAreWanted) {
  go_on();
  EXPECT_EQ(rig.sent<Dispatch>().size(), 1u);
  run().at_once = 2;
  go_on();
  EXPECT_EQ(rig.sent<Dispatch>().size(), 2u);
  go_on();
  EXPECT_EQ(rig.sent<Dispatch>().size(), 2u);
}

TEST_F(OperatorRunsTest, TheNextHostFollowsWhateverTheOutcomeAndTheEndIsSummedUp) {
  go_on();
  ended("web1", 1, TaskOutcome::Succeeded);
  ended("web2", 2, TaskOutcome::Failed);
  EXPECT_FALSE(over());
  ended("web3", 3, TaskOutcome::Succeeded);
  EXPECT_TRUE(over());
  EXPECT_FALSE(rig.answer().more);
  EXPECT_EQ(summary()["ok"].int_or(), 2);
  EXPECT_EQ(summary()["failed"].int_or(), 1);
  EXPECT_EQ(summary()["run"].int_or(), 50);
  EXPECT_EQ(rig.wanted<StoreIncident>().back().row.status, Status::Critical) << "one of them failed";
  EXPECT_EQ(rig.wanted<Answer>().size(), 4u) << "one part a host and the last word";
  EXPECT_EQ(rig.wanted<StoreIncident>().back().row.summary, "dana ran nginx.restart");
}

TEST_F(OperatorRunsTest, HostsThatAreAwayOrBusyAreSaidAndSkipped) {
  rig.down("web1");
  rig.climb(rig.open("web2"));
  go_on();
  EXPECT_EQ(run().silent, 2u);
  EXPECT_EQ(rig.wanted<Answer>().at(0).reply.data["comment"].string_or(),
            "no answer: the host is not connected");
  EXPECT_EQ(rig.wanted<Answer>().at(1).reply.data["comment"].string_or(), "busy with attempt #1.1");
  EXPECT_EQ(rig.sent<Dispatch>().back().task.attempt, (AttemptId{kRun, 1})) << "web3 is started";
}

TEST_F(OperatorRunsTest, AFreezeStopsRunsButNotQuestionsWhatWouldChange) {
  rig.state.freeze = {true, rig.now.wall, "drill", "erik"};
  run().test = true;
  go_on();
  EXPECT_TRUE(rig.sent<Dispatch>().at(0).task.test);
  ended("web1", 1, TaskOutcome::Succeeded);
  rig.state.runs.at(kRun).test = false;
  ended("web2", 2, TaskOutcome::Succeeded);
  EXPECT_TRUE(over());
  EXPECT_EQ(rig.wanted<Answer>()[2].reply.data["comment"].string_or(), "frozen by erik: drill");
}

TEST_F(OperatorRunsTest, ARunForNobodyEndsAtOnce) {
  run().waiting.clear();
  go_on();
  EXPECT_TRUE(over());
}

TEST_F(OperatorRunsTest, AnUnknownOutcomeIsToldOnceAndTheRunGoesOn) {
  go_on();
  rig.pass(1h);
  for (const dispatch::End& end : dispatch::tick(rig.turn()))
    EXPECT_TRUE(operator_runs::attempt_ended(rig.turn(), end));
  EXPECT_EQ(run().silent, 1u);
  EXPECT_EQ(run().running, std::set<HostName>{HostName{"web2"}});
  const std::size_t told = rig.wanted<Answer>().size();
  ended("web1", 1, TaskOutcome::Succeeded);
  EXPECT_EQ(rig.wanted<Answer>().size(), told);
  EXPECT_EQ(run().ok, 0u);
}

TEST_F(OperatorRunsTest, ChangesAreCountedAlsoThoseThatWouldBeMade) {
  const std::vector<std::pair<Value, std::int64_t>> steps = {
      {Value::map({{"result", true}, {"changes", Value::map({{"pid", 1}})}}), 1},
      {Value::map({{"result", Value()}, {"changes", Value(ValueMap{})}}), 1},
      {Value::map({{"result", true}, {"changes", Value(ValueMap{})}}), 0}};
  run().at_once = 3;
  go_on();
  std::uint32_t n = 0;
  for (const auto& [step, changes] : steps) {
    TaskStatus status;
    status.attempt = {kRun, ++n};
    status.phase = TaskPhase::Done;
    status.outcome = TaskOutcome::Succeeded;
    status.steps = Value(ValueList{step});
    const auto end = dispatch::report(rig.turn(), HostName{"web" + std::to_string(n)}, status);
    operator_runs::attempt_ended(rig.turn(), *end);
  }
  EXPECT_EQ(summary()["changes"].int_or(), 2);
}

TEST_F(OperatorRunsTest, WithoutItsClientTheRunGoesOnAndNobodyIsTold) {
  go_on();
  operator_runs::client_left(rig.turn(), 7);
  ended("web1", 1, TaskOutcome::Succeeded);
  ended("web2", 2, TaskOutcome::Succeeded);
  ended("web3", 3, TaskOutcome::Succeeded);
  EXPECT_TRUE(over());
  EXPECT_TRUE(rig.wanted<Answer>().empty());
}

TEST_F(OperatorRunsTest, AttemptsOfRulesAreNotItsBusiness) {
  const AttemptId id = rig.climb(rig.open("web1"));
  EXPECT_FALSE(operator_runs::attempt_ended(rig.turn(), *rig.report("web1", id, TaskOutcome::Failed)));
}

}  // namespace
}  // namespace balm::master
