// The life of an incident: which rung next, may it be climbed, did it help, and what then.
#include "master/healer.h"

#include <gtest/gtest.h>

#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

// nginx is critical on web1 and web2 is healthy.
class HealerTest : public testing::Test {
 protected:
  explicit HealerTest(const std::string& rules = kNginxRules) : rig(rules), incident(open("web1")) {
    rig.host("web2");
  }
  OpenIncident& open(const std::string& host) {
    rig.host(host);
    return rig.open(host);
  }
  void consider() { healer::consider(rig.turn(), incident.row.id); }
  AttemptId newest() const { return {incident.row.id, incident.row.attempts}; }
  void ended(const std::optional<dispatch::End>& end) {
    BALM_ASSERT(end.has_value());
    healer::attempt_ended(rig.turn(), *end);
  }
  void verified(bool yes) { healer::verified(rig.turn(), {incident.row.id, yes, "looked"}); }
  IncidentRow stored() const { return rig.wanted<StoreIncident>().back().row; }
  bool is_open(IncidentId id) const { return rig.state.incidents.contains(id); }

  CoreRig rig;
  OpenIncident& incident;
};

TEST_F(HealerTest, ClimbsTheFirstRungWhenNothingSpeaksAgainstIt) {
  consider();
  EXPECT_EQ(incident.row.phase, Phase::Trying);
  EXPECT_EQ(rig.sent<Dispatch>().at(0).task.state.text, "nginx.restart");
  EXPECT_EQ(rig.lines(), "match guard try");
}

TEST_F(HealerTest, ARungThatDidNotHelpIsFollowedByTheNext) {
  consider();
  ended(rig.report("web1", newest(), TaskOutcome::Succeeded));
  EXPECT_EQ(incident.row.phase, Phase::Verifying);
  verified(false);
  EXPECT_EQ(rig.sent<Dispatch>().back().task.state.text, "nginx.reinstall");
  EXPECT_EQ(newest().n, 2u);
}

TEST_F(HealerTest, AfterARungThatFailedOneLookDecides) {
  consider();
  ended(rig.report("web1", newest(), TaskOutcome::Failed));
  EXPECT_TRUE(incident.verifying->brief);
  verified(false);
  ended(rig.report("web1", newest(), TaskOutcome::Succeeded));
  EXPECT_FALSE(incident.verifying->brief);
}

TEST_F(HealerTest, WhoWaitedForTheHostIsAskedAgainWhenTheAttemptThereEnds) {
  consider();
  OpenIncident& other = rig.open("web1");
  healer::consider(rig.turn(), other.row.id);
  EXPECT_EQ(other.row.waiting_reason, "host_busy");
  ended(rig.report("web1", newest(), TaskOutcome::Succeeded));
  EXPECT_EQ(other.row.waiting_reason, "cooling_down");
}

TEST_F(HealerTest, AfterTheLastRungAPersonIsCalled) {
  incident.row.rung = 1;
  consider();
  ended(rig.report("web1", newest(), TaskOutcome::Failed));
  verified(false);
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
  EXPECT_EQ(incident.row.waiting_reason, "ladder_used_up");
  EXPECT_EQ(rig.wanted<Notify>().size(), 1u);
}

TEST_F(HealerTest, OnlyTheProofMakesItHealed) {
  consider();
  ended(rig.report("web1", newest(), TaskOutcome::Succeeded));
  EXPECT_TRUE(is_open(incident.row.id)) << "an exit code proves nothing";
  verified(true);
  EXPECT_EQ(stored().outcome, IncidentOutcome::Healed);
  EXPECT_EQ(rig.wanted<MarkHealed>().size(), 1u);
  EXPECT_TRUE(rig.state.incidents.empty());
}

TEST_F(HealerTest, OkWithoutAnythingDoneIsRecoveredNotHealed) {
  rig.standing("web1", Status::Ok);
  consider();
  EXPECT_EQ(stored().outcome, IncidentOutcome::Recovered);
  EXPECT_TRUE(rig.sent<Dispatch>().empty());
}

TEST_F(HealerTest, ADeferredOneWaitsAndSaysSoOnce) {
  rig.state.freeze = {true, rig.now.wall, "drill", "dana"};
  consider();
  consider();
  EXPECT_EQ(incident.row.phase, Phase::Waiting);
  EXPECT_EQ(incident.row.waiting_reason, "frozen");
  EXPECT_EQ(rig.lines(), "match guard");
  rig.state.freeze = {};
  healer::reconsider(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Trying);
}

TEST_F(HealerTest, ATimeThatWasNamedIsKeptToTheMoment) {
  rig.state.maintenance[HostName{"web1"}] = {HostName{"web1"}, rig.now.wall, rig.now.wall + 1h, "x", "dana"};
  consider();
  EXPECT_EQ(healer::next_deadline(rig.state), rig.now.instant + 1h);
  rig.pass(1h - 1ns);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Waiting);
  rig.pass(1ns);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Trying);
}

TEST_F(HealerTest, WhatTheHostDeclinedForNowIsTriedAgainOnTheSameRung) {
  consider();
  ended(rig.refuse("web1", newest(), Refusal::Busy));
  EXPECT_EQ(incident.row.phase, Phase::Waiting);
  EXPECT_EQ(incident.row.rung, 0u);
  rig.pass(10s);
  healer::tick(rig.turn());
  EXPECT_EQ(rig.sent<Dispatch>().size(), 2u);
  EXPECT_EQ(rig.sent<Dispatch>().back().task.state.text, "nginx.restart");
}

TEST_F(HealerTest, ARungTheHostCannotRunIsSteppedOver) {
  for (const Refusal refusal : {Refusal::BadState, Refusal::NotAllowed}) {
    HealerTest::rig.state.attempts = {};
    incident.row.rung = 0;
    consider();
    ended(rig.refuse("web1", newest(), refusal));
    EXPECT_EQ(incident.row.rung, 1u) << to_text(refusal);
    rig.report("web1", newest(), TaskOutcome::Failed);
  }
}

TEST_F(HealerTest, AHostThatSeesItOkIsProvenAndThatIsStored) {
  consider();
  ended(rig.refuse("web1", newest(), Refusal::AlreadyOk));
  EXPECT_EQ(incident.row.phase, Phase::Verifying);
  EXPECT_EQ(stored().phase, Phase::Verifying);
  verified(true);
  EXPECT_EQ(stored().outcome, IncidentOutcome::Recovered) << "nothing was done";
}

TEST_F(HealerTest, AnUnknownEndCallsAPersonAndNothingElseIsTried) {
  consider();
  rig.pass(1h);
  for (const dispatch::End& end : dispatch::tick(rig.turn())) healer::attempt_ended(rig.turn(), end);
  EXPECT_EQ(incident.row.waiting_reason, "outcome_unknown");
  healer::reconsider(rig.turn());
  EXPECT_EQ(rig.sent<Dispatch>().size(), 1u);
  ended(rig.report("web1", newest(), TaskOutcome::Succeeded));
  EXPECT_EQ(incident.row.phase, Phase::Verifying) << "the late word is as good as an early one";
}

// Another incident on the host had to wait for the unknown end; when the end is known it goes on by itself.
TEST_F(HealerTest, WhoWaitedForAnUnknownEndGoesOnAfterIt) {
  const AttemptId other{IncidentId{77}, 1};
  rig.state.attempts.started(other, RuleName{"disk"}, HostName{"web1"}, rig.now.instant);
  rig.state.attempts.lost_track(other);
  consider();
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
  healer::reconsider(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou) << "the host is still held";
  EXPECT_EQ(rig.wanted<Notify>().size(), 1u);
  rig.state.attempts.ended(other, rig.now.instant);
  healer::reconsider(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Trying);
}

// ... but whoever was called for another reason is left to the person.
TEST_F(HealerTest, WhoIsInAPersonsHandsStaysThere) {
  rig.state.attempts = {};
  incident.row.attempts = 3;
  consider();
  EXPECT_EQ(incident.row.waiting_reason, "attempts_used_up");
  incident.row.attempts = 0;
  healer::reconsider(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
}

TEST_F(HealerTest, AnOkWordEndsWhatNobodyWorksOn) {
  incident.row.phase = Phase::NeedsYou;
  healer::cleared(rig.turn(), incident.row.id, "ok again");
  EXPECT_EQ(stored().outcome, IncidentOutcome::Recovered);
}

TEST_F(HealerTest, AnOkWordDuringAnAttemptWaitsForItsEnd) {
  consider();
  healer::cleared(rig.turn(), incident.row.id, "ok again");
  EXPECT_TRUE(is_open(IncidentId{1}));
  ended(rig.report("web1", newest(), TaskOutcome::Succeeded));
  healer::cleared(rig.turn(), incident.row.id, "ok again");
  EXPECT_TRUE(is_open(IncidentId{1})) << "it is just being proven";
}

TEST_F(HealerTest, ARuleThatIsGoneOrHasNoRemedyCallsAPerson) {
  incident.rule = nullptr;
  consider();
  EXPECT_EQ(incident.row.waiting_reason, "rule_gone");
  const RuleDocument empty;
  incident.rule = &empty;
  consider();
  EXPECT_EQ(incident.row.waiting_reason, "no_remedy");
}

// Every incident ends, or a person is told: also when nobody knows how the check stands.
TEST_F(HealerTest, WhoWaitsInVainForNewsCallsAPersonAndGoesOnWhenTheyCome) {
  rig.standing("web1", Status::Unknown);
  consider();
  EXPECT_EQ(incident.row.waiting_reason, "state_unknown");
  EXPECT_EQ(stored().waiting_until, WallTime{}) << "no time is known at which it ends";
  const auto call_at = healer::next_deadline(rig.state);
  ASSERT_TRUE(call_at);
  rig.pass(*call_at - rig.now.instant - 1ns);
  healer::reconsider(rig.turn());
  healer::tick(rig.turn());
  EXPECT_TRUE(rig.wanted<Notify>().empty()) << "asking again in between does not begin the wait anew";
  rig.pass(1ns);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
  EXPECT_EQ(rig.wanted<Notify>().size(), 1u);
  EXPECT_FALSE(healer::next_deadline(rig.state));
  healer::reconsider(rig.turn());
  EXPECT_EQ(rig.wanted<Notify>().size(), 1u) << "once";
  rig.standing("web1", Status::Critical);
  healer::reconsider(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Trying);
}

TEST_F(HealerTest, AHostThatStaysAwayAndAClockThatStaysWrongCallAPersonToo) {
  rig.state.fleet.find(HostName{"web1"})->present = false;
  consider();
  rig.pass(11min);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
  EXPECT_EQ(incident.row.waiting_reason, "host_away");
  const WallTime right = rig.now.wall;
  rig.now.wall = {};
  healer::reconsider(rig.turn());
  rig.pass(11min);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.waiting_reason, "clock_wrong");
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
  rig.now.wall = right;
  rig.state.fleet.find(HostName{"web1"})->present = true;
  rig.pass(1min);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Trying) << "a clock set right is noticed within a minute";
}

// `balm maintenance on` says: nothing is repaired, nobody is paged.
TEST_F(HealerTest, InMaintenanceNobodyIsCalledWhateverTheLadderHolds) {
  rig.state.maintenance[HostName{"web1"}] = {HostName{"web1"}, rig.now.wall, rig.now.wall + 1h, "x", "dana"};
  const RuleDocument empty;
  incident.rule = &empty;
  consider();
  EXPECT_EQ(incident.row.phase, Phase::Waiting);
  EXPECT_EQ(incident.row.waiting_reason, "in_maintenance");
  EXPECT_TRUE(rig.wanted<Notify>().empty());
  rig.pass(1h);
  healer::tick(rig.turn());
  EXPECT_EQ(incident.row.waiting_reason, "no_remedy");
  EXPECT_EQ(rig.wanted<Notify>().size(), 1u);
}

class ObservingTest : public HealerTest {
 protected:
  ObservingTest()
      : HealerTest(
            "rules: { watch: { when: check.nginx_http, mode: observe, try: [{ run: nginx.restart }] } }") {}
};

TEST_F(ObservingTest, WhatWouldHaveBeenDoneIsKeptAndNothingIsDone) {
  consider();
  EXPECT_EQ(incident.row.phase, Phase::Observed);
  const AttemptRow row = rig.wanted<StoreAttempt>().at(0).row;
  EXPECT_EQ(row.outcome, AttemptOutcome::Observed);
  EXPECT_EQ(row.comment, "would have run nginx.restart");
  EXPECT_TRUE(rig.sent<Dispatch>().empty());
  healer::cleared(rig.turn(), incident.row.id, "ok again");
  EXPECT_EQ(stored().outcome, IncidentOutcome::Observed);
}

// A deadline that nobody takes back keeps the master's loop from ever sleeping again.
TEST_F(ObservingTest, WhatItWaitedForBeforeIsForgotten) {
  rig.state.maintenance[HostName{"web1"}] = {HostName{"web1"}, rig.now.wall, rig.now.wall + 1h, "x", "dana"};
  consider();
  EXPECT_EQ(incident.row.phase, Phase::Waiting);
  rig.state.maintenance.clear();
  healer::reconsider(rig.turn());
  EXPECT_EQ(incident.row.phase, Phase::Observed);
  EXPECT_EQ(incident.row.waiting_reason, "");
  EXPECT_FALSE(healer::next_deadline(rig.state));
}

}  // namespace
}  // namespace balm::master
