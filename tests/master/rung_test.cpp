// One rung for one incident: does it apply, with which parameters, how is it proven.
#include "master/rung.h"

#include <gtest/gtest.h>

#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

constexpr const char* kRules = R"(
rules:
  nginx-down:
    when: check.nginx_http
    vars: { port: "{{ 80 }}" }
    try:
      - run: nginx.tune
        if: last.outcome == "failed"
        with: { port: "{{ vars.port }}", site: "{{ event.host }}" }
        verify: { check: other, ok: 1, within: 5s }
      - run: nginx.tune
        with: { port: "{{ 1 / (vars.port - 80) }}" }
    verify: { ok: 3, within: 60s }
)";

class RungTest : public testing::Test {
 protected:
  RungTest() : incident((rig.host("web1", {{"role", "web"}}), rig.open("web1"))) {}
  const Rung& rung(std::size_t at) const { return rig.rule().ladder.at(at); }

  CoreRig rig{kRules};
  OpenIncident& incident;
};

TEST_F(RungTest, WithoutAConditionItAlwaysApplies) {
  EXPECT_TRUE(rung::applies(rig.turn(), incident, rung(1)).yes);
}

TEST_F(RungTest, ItsConditionSeesHowTheLastRungWent) {
  incident.last = Value::map({{"outcome", "succeeded"}});
  const rung::Applies no = rung::applies(rig.turn(), incident, rung(0));
  EXPECT_FALSE(no.yes);
  EXPECT_EQ(no.why, "its `if` says no: last.outcome == \"failed\"");
  incident.last = Value::map({{"outcome", "failed"}});
  EXPECT_TRUE(rung::applies(rig.turn(), incident, rung(0)).yes);
}

TEST_F(RungTest, AConditionThatCannotBeEvaluatedIsANoWithItsReason) {
  const rung::Applies no = rung::applies(rig.turn(), incident, rung(0));
  EXPECT_FALSE(no.yes) << "there is no last rung yet";
  EXPECT_TRUE(no.why.starts_with("its `if` could not be evaluated: ")) << no.why;
}

TEST_F(RungTest, TheStateSeesItsParametersAndTheWorld) {
  const Result<Value> scope = rung::scope_of(rig.turn(), incident, rung(0));
  ASSERT_TRUE(scope);
  EXPECT_EQ((*scope)["params"]["port"].int_or(), 80);
  EXPECT_EQ((*scope)["params"]["site"].string_or(), "web1");
  EXPECT_EQ((*scope)["host"]["labels"]["role"].string_or(), "web");
  EXPECT_EQ((*scope)["event"]["status"].string_or(), "critical");
  EXPECT_EQ((*scope)["check"]["status"].string_or(), "critical");
}

TEST_F(RungTest, AParameterThatCannotBeEvaluatedIsNamed) {
  const Result<Value> scope = rung::scope_of(rig.turn(), incident, rung(1));
  ASSERT_FALSE(scope);
  EXPECT_TRUE(scope.error().message.starts_with("`with: port`: ")) << scope.error().message;
}

TEST_F(RungTest, AHostThatIsGoneStillHasItsName) {
  rig.state.fleet.remove(HostName{"web1"});
  const Result<Value> scope = rung::scope_of(rig.turn(), incident, rung(0));
  ASSERT_TRUE(scope);
  EXPECT_EQ((*scope)["host"]["name"].string_or(), "web1");
}

TEST_F(RungTest, ItsOwnProofGoesBeforeTheRules) {
  EXPECT_EQ(rung::verify_of(rig.rule(), 0).check.text, "other");
  EXPECT_EQ(rung::verify_of(rig.rule(), 1).ok, 3u);
  EXPECT_EQ(rung::verify_of(rig.rule(), 99).ok, 3u);
}

TEST_F(RungTest, TheNextRungSeesWhatTheLastOneSaid) {
  dispatch::End end;
  end.row.outcome = AttemptOutcome::TimedOut;
  end.row.comment = "step 2 hung";
  end.status.steps = Value(ValueList{Value::map(
      {{"comment", "[emerg] unknown directive"}, {"changes", Value::map({{"stderr", "line 7"}})}})});
  const Value last = rung::last_of(end);
  EXPECT_EQ(last["outcome"].string_or(), "timed_out");
  EXPECT_FALSE(last["result"].bool_or(true));
  EXPECT_TRUE(last["timed_out"].bool_or());
  EXPECT_EQ(last["output"].string_or(), "step 2 hung\n[emerg] unknown directive\nline 7\n");
}

TEST_F(RungTest, OnlyAnAttemptThatRanCanHaveHealed) {
  EXPECT_FALSE(rung::mark_healed(rig.turn(), incident)) << "none was made";
  incident.row.attempts = 2;
  for (const char* const nothing : {"refused", "expired"}) {
    incident.last = Value::map({{"outcome", nothing}});
    EXPECT_FALSE(rung::mark_healed(rig.turn(), incident)) << nothing;
  }
  EXPECT_TRUE(rig.wanted<MarkHealed>().empty());
  incident.last = Value::map({{"outcome", "failed"}});
  EXPECT_TRUE(rung::mark_healed(rig.turn(), incident)) << "it failed, and yet it helped";
  EXPECT_EQ(rig.wanted<MarkHealed>().at(0).id, (AttemptId{incident.row.id, 2}));
}

}  // namespace
}  // namespace balm::master
