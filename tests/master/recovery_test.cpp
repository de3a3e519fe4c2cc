// What the core knows again after a restart.
#include "master/recovery.h"

#include <gtest/gtest.h>

#include "master/escalation.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

class RecoveryTest : public testing::Test {
 protected:
  RecoveryTest() {
    KeyRow key;
    key.public_key = "key-web1";
    key.state = KeyState::Accepted;
    key.name = "web1";
    stored.keys = {key};
  }
  AttemptRow& attempt(std::uint64_t incident, AttemptPhase phase, AttemptOutcome outcome) {
    AttemptRow row;
    row.id = {IncidentId{incident}, 1};
    row.rule = RuleName{"nginx-down"};
    row.host = HostName{"web1"};
    row.phase = phase;
    row.outcome = outcome;
    row.started = rig.now.wall - 10min;
    row.ended = phase == AttemptPhase::Ended ? rig.now.wall - 5min : WallTime{};
    row.task = R"({"timeout_ms":60000})";
    stored.attempts.push_back(row);
    return stored.attempts.back();
  }
  IncidentRow& incident(Phase phase) {
    IncidentRow row;
    row.id = IncidentId{1};
    row.key = "nginx-down:web1";
    row.rule = RuleName{"nginx-down"};
    row.host = HostName{"web1"};
    row.attempts = 1;
    row.phase = phase;
    stored.incidents = {row};
    return stored.incidents.back();
  }
  void recover() { master::recover(rig.state, stored, rig.now); }
  bool holds_host() const { return rig.state.attempts.open_on(HostName{"web1"}).has_value(); }
  const OpenIncident& open() const { return rig.state.incidents.at(IncidentId{1}); }

  CoreRig rig;
  Recovered stored;
};

TEST_F(RecoveryTest, OnlyAcceptedAgentsAreHosts) {
  KeyRow revoked = stored.keys[0];
  revoked.public_key = "key-web2";
  revoked.name = "web2";
  revoked.state = KeyState::Revoked;
  KeyRow person = stored.keys[0];
  person.public_key = "key-dana";
  person.name = "dana";
  person.role = KeyRole::Operator;
  stored.keys.push_back(revoked);
  stored.keys.push_back(person);
  stored.hosts = {{HostName{"web1"}, rig.now.wall, true, 7, {{"role", "web"}}, "1"},
                  {HostName{"web2"}, rig.now.wall, false, 7, {}, "1"}};
  recover();
  ASSERT_EQ(rig.state.fleet.hosts().size(), 1u);
  const Host& web = *rig.state.fleet.find(HostName{"web1"});
  EXPECT_TRUE(web.row.down);
  EXPECT_EQ(web.row.fence, 7u) << "fences go on where they were";
  EXPECT_FALSE(web.present);
  EXPECT_EQ(web.heard, rig.now.instant) << "silence is counted from the start";
  EXPECT_NE(rig.state.keys.find("key-web2"), nullptr);
}

TEST_F(RecoveryTest, AnOpenAttemptHoldsItsHostAndIsAskedAboutAtOnce) {
  attempt(1, AttemptPhase::Running, AttemptOutcome::None);
  recover();
  EXPECT_TRUE(holds_host());
  const Flight& flight = rig.state.flights.begin()->second;
  EXPECT_EQ(flight.next_query, rig.now.instant);
  EXPECT_EQ(flight.deadline, rig.now.instant + 60s + 90s) << "its timeout comes from the stored task";
  EXPECT_TRUE(flight.task.files.empty()) << "it can never be sent again";
}

TEST_F(RecoveryTest, AnUnknownOutcomeStaysUnknown) {
  attempt(1, AttemptPhase::Dispatched, AttemptOutcome::Unknown);
  recover();
  EXPECT_TRUE(rig.state.attempts.open_on(HostName{"web1"})->unknown);
}

TEST_F(RecoveryTest, WhatEndedCountsForLimitsWhatNeverRanDoesNot) {
  attempt(1, AttemptPhase::Ended, AttemptOutcome::Failed);
  attempt(2, AttemptPhase::Ended, AttemptOutcome::Refused);
  attempt(3, AttemptPhase::Ended, AttemptOutcome::Expired);
  attempt(4, AttemptPhase::Ended, AttemptOutcome::Observed);
  recover();
  const RuleName rule{"nginx-down"};
  EXPECT_FALSE(holds_host());
  EXPECT_EQ(rig.state.attempts.count_since(rule, HostName{"web1"}, rig.now.instant - 1h), 1u);
  EXPECT_EQ(rig.state.attempts.last_end(rule, HostName{"web1"}, IncidentId{9}), rig.now.instant - 5min);
}

// An observing rule writes attempts without asking whether the host is busy.
TEST_F(RecoveryTest, AnObservationDuringAnAttemptDoesNotFreeTheHost) {
  attempt(1, AttemptPhase::Running, AttemptOutcome::None);
  attempt(2, AttemptPhase::Ended, AttemptOutcome::Observed).rule = RuleName{"watching"};
  recover();
  EXPECT_TRUE(holds_host());
}

TEST_F(RecoveryTest, AClockSetBackMakesOldAttemptsLookNewNeverOlder) {
  AttemptRow& row = attempt(1, AttemptPhase::Ended, AttemptOutcome::Failed);
  row.started = row.ended = rig.now.wall + 24h;
  recover();
  EXPECT_EQ(rig.state.attempts.last_end(row.rule, row.host, IncidentId{9}), rig.now.instant);
}

TEST_F(RecoveryTest, AnIncidentWhoseAttemptRunsWaitsForIt) {
  incident(Phase::Trying);
  attempt(1, AttemptPhase::Running, AttemptOutcome::None);
  recover();
  EXPECT_EQ(open().row.phase, Phase::Trying);
  EXPECT_EQ(open().row.rung, 0u);
}

TEST_F(RecoveryTest, ARungThatRanIsNotClimbedTwice) {
  for (const Phase phase : {Phase::Trying, Phase::Verifying}) {
    CoreRig fresh;
    incident(phase);
    master::recover(fresh.state, stored, fresh.now);
    const OpenIncident& back = fresh.state.incidents.at(IncidentId{1});
    EXPECT_EQ(back.row.phase, Phase::Waiting);
    EXPECT_EQ(back.row.rung, 1u) << to_text(phase);
    EXPECT_EQ(back.ask_again, fresh.now.instant);
  }
}

TEST_F(RecoveryTest, WhoWasCalledBeforeIsToldOfTheEndAfter) {
  incident(Phase::Waiting);
  stored.called = {IncidentId{1}};
  recover();
  escalation::over(rig.turn(), open(), "ok again");
  EXPECT_EQ(rig.wanted<Notify>().size(), 1u);
}

TEST_F(RecoveryTest, AnOkWordFindsWhatWasOpenBefore) {
  IncidentRow& row = incident(Phase::Waiting);
  row.check = CheckName{"nginx_http"};
  recover();
  EXPECT_EQ(incidents::concerned(rig.state, rig.event("web1", Status::Ok), {rig.state.fleet, rig.now.wall}),
            std::vector{IncidentId{1}});
}

TEST_F(RecoveryTest, WhatWaitedIsDecidedAfreshOnItsRung) {
  incident(Phase::Waiting).rung = 1;
  recover();
  EXPECT_EQ(open().row.phase, Phase::Waiting);
  EXPECT_EQ(open().row.rung, 1u);
  EXPECT_EQ(open().row.waiting_reason, "settling");
}

TEST_F(RecoveryTest, PeopleAreNotCalledAgainForTheSameReason) {
  incident(Phase::NeedsYou).waiting_reason = "ladder_used_up";
  recover();
  EXPECT_EQ(open().row.phase, Phase::NeedsYou);
  EXPECT_EQ(open().told, "ladder_used_up");
  EXPECT_FALSE(open().ask_again);
}

TEST_F(RecoveryTest, AnIncidentKeepsTheConfigurationItWasOpenedUnder) {
  const CoreRig older("rules: { nginx-down: { when: check.nginx_http, try: [{ run: nginx.tune }] } }");
  incident(Phase::Waiting).revision = "old";
  stored.configurations["old"] = older.state.config;
  recover();
  EXPECT_EQ(open().rule->ladder.at(0).run.text, "nginx.tune");
}

TEST_F(RecoveryTest, ARuleThatIsGoneIsSeenToBeGone) {
  incident(Phase::Waiting).rule = RuleName{"gone"};
  recover();
  EXPECT_EQ(open().rule, nullptr);
}

TEST_F(RecoveryTest, UndeliveredMessagesAreSentAgain) {
  stored.notifications = {{5, IncidentId{1}, "pager", "{}", 1, false, ""}};
  recover();
  EXPECT_EQ(rig.state.notify_again.at(5), rig.now.instant);
}

TEST_F(RecoveryTest, NumbersGoOnAndQuestionsOfTheLastLifeAreNotAskedAgain) {
  stored.last_event = 10;
  stored.last_incident = 20;
  stored.last_notification = 30;
  rig.state.settings.epoch = 2;
  recover();
  EXPECT_EQ(rig.state.last_event, 10u);
  EXPECT_EQ(rig.state.last_incident, 20u);
  EXPECT_EQ(rig.state.last_notification, 30u);
  CoreRig next;
  next.state.settings.epoch = 3;
  master::recover(next.state, stored, next.now);
  EXPECT_GT(next.state.last_request, rig.state.last_request + 1'000'000)
      << "a late answer to the master before must not prove anything to this one";
}

}  // namespace
}  // namespace balm::master
