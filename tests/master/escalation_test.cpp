// Telling people: once a reason, again until it arrives, and once more when it is over.
#include "master/escalation.h"

#include <gtest/gtest.h>

#include "common/value_json.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

constexpr const char* kPagedRule = R"(
notifiers:
  pager: { type: exec, run: [/bin/page], retry: { attempts: 3, every: 30s } }
  quiet: { type: exec, run: [/bin/page], resolved: false }
rules:
  nginx-down:
    when: check.nginx_http
    try: [{ run: nginx.restart }]
    escalate: [pager, quiet]
)";

class EscalationTest : public testing::Test {
 protected:
  EscalationTest() : incident((rig.host("web1"), rig.open("web1"))) {}
  void call(const std::string& reason) { escalation::call(rig.turn(), incident, reason, "no rung is left"); }
  void failed(std::uint64_t id) { escalation::done(rig.turn(), id, false, "exit 1"); }
  std::size_t told() const { return rig.wanted<Notify>().size(); }

  CoreRig rig{kPagedRule};
  OpenIncident& incident;
};

TEST_F(EscalationTest, EveryNotifierOfTheRuleIsTold) {
  call("ladder_used_up");
  EXPECT_EQ(incident.row.phase, Phase::NeedsYou);
  EXPECT_EQ(incident.row.waiting_reason, "ladder_used_up");
  ASSERT_EQ(told(), 2u);
  EXPECT_EQ(rig.wanted<Notify>()[0].notifier, "pager");
  const auto body = value_from_json(rig.wanted<Notify>()[0].body);
  ASSERT_TRUE(body);
  EXPECT_EQ((*body)["kind"].string_or(), "problem");
  EXPECT_EQ((*body)["host"].string_or(), "web1");
  EXPECT_EQ((*body)["look"].string_or(), "balm incidents show 1");
  EXPECT_EQ(rig.wanted<StoreNotification>().size(), 2u) << "on disk before it is sent";
}

TEST_F(EscalationTest, WithoutNotifiersTheDefaultOnesAreTold) {
  CoreRig plain;
  plain.host("web1");
  escalation::call(plain.turn(), plain.open("web1"), "no_remedy", "");
  EXPECT_EQ(plain.wanted<Notify>().at(0).notifier, "log");
}

TEST_F(EscalationTest, ToldOnceAReasonAndAgainForAnother) {
  call("ladder_used_up");
  call("ladder_used_up");
  EXPECT_EQ(told(), 2u);
  call("outcome_unknown");
  EXPECT_EQ(told(), 4u);
}

TEST_F(EscalationTest, ItsEndIsToldToThoseWhoWantToKnowAndOnlyIfTheyWereCalled) {
  escalation::over(rig.turn(), incident, "ok again");
  EXPECT_EQ(told(), 0u);
  call("ladder_used_up");
  escalation::over(rig.turn(), incident, "ok again");
  ASSERT_EQ(told(), 3u);
  EXPECT_EQ(rig.wanted<Notify>().back().notifier, "pager");
  EXPECT_NE(rig.wanted<Notify>().back().body.find("resolved"), std::string::npos);
}

TEST_F(EscalationTest, WhatWasNotDeliveredIsTriedAgainWithGrowingPauses) {
  call("ladder_used_up");
  failed(1);
  EXPECT_EQ(escalation::next_deadline(rig.state), rig.now.instant + 30s);
  rig.pass(30s - 1ns);
  escalation::tick(rig.turn());
  EXPECT_EQ(told(), 2u);
  rig.pass(1ns);
  escalation::tick(rig.turn());
  EXPECT_EQ(told(), 3u);
  EXPECT_EQ(rig.wanted<StoreNotification>().back().row.tries, 2u);
  failed(1);
  EXPECT_EQ(escalation::next_deadline(rig.state), rig.now.instant + 60s);
}

TEST_F(EscalationTest, PausesDoNotGrowForEver) {
  CoreRig patient(R"(
notifiers: { pager: { type: exec, run: [/bin/page], retry: { attempts: 10, every: 30s } } }
rules: { down: { when: check.nginx_http, try: [{ run: nginx.restart }], escalate: [pager] } }
)");
  patient.host("web1");
  escalation::call(patient.turn(), patient.open("web1"), "no_remedy", "");
  for (int tries = 1; tries < 9; ++tries) {
    escalation::done(patient.turn(), 1, false, "exit 1");
    patient.pass(100h);
    escalation::tick(patient.turn());
  }
  escalation::done(patient.turn(), 1, false, "exit 1");
  EXPECT_EQ(escalation::next_deadline(patient.state), patient.now.instant + 64 * 30s);
}

TEST_F(EscalationTest, AfterTheLastTryItIsGivenUpAndThatIsWrittenDown) {
  call("ladder_used_up");
  for (int tries = 1; tries < 3; ++tries) {
    failed(1);
    rig.pass(10min);
    escalation::tick(rig.turn());
  }
  failed(1);
  EXPECT_FALSE(escalation::next_deadline(rig.state));
  EXPECT_EQ(rig.line("page").text, "pager: given up: exit 1");
  EXPECT_TRUE(rig.wanted<StoreNotification>().back().row.done);
  EXPECT_FALSE(rig.state.notifications.contains(1));
}

TEST_F(EscalationTest, HowItArrivedIsWrittenDownAsItWas) {
  call("ladder_used_up");
  escalation::done(rig.turn(), 1, true, "the notifier is switched off");
  EXPECT_EQ(rig.line("page").text, "pager: the notifier is switched off") << "nobody was reached";
}

// Whoever says "retry" does not take back that others were called.
TEST_F(EscalationTest, ItsEndIsToldAlsoWhenItWasTriedAgainInBetween) {
  call("ladder_used_up");
  incident.told.clear();
  escalation::over(rig.turn(), incident, "ok again");
  EXPECT_EQ(told(), 3u);
}

// `balm incidents ack` says: nobody else is called for it.
TEST_F(EscalationTest, WhoeverHasItInHandIsNotDisturbedByFurtherReasons) {
  call("ladder_used_up");
  incident.row.acked_by = "dana";
  call("outcome_unknown");
  EXPECT_EQ(told(), 2u);
  EXPECT_EQ(rig.line("needs_you").text, "no rung is left") << "but it is written down";
  EXPECT_EQ(incident.row.waiting_reason, "outcome_unknown");
  escalation::over(rig.turn(), incident, "ok again");
  EXPECT_EQ(told(), 3u) << "and its end is told to those who were called";
}

TEST_F(EscalationTest, DeliveredIsTheEndOfIt) {
  call("ladder_used_up");
  escalation::done(rig.turn(), 1, true, "delivered");
  EXPECT_EQ(rig.line("page").text, "pager: delivered");
  const std::size_t effects = rig.out.size();
  escalation::done(rig.turn(), 1, true, "delivered");
  failed(1);
  escalation::done(rig.turn(), 99, true, "never sent");
  EXPECT_EQ(rig.out.size(), effects) << "words about what is settled change nothing";
}

}  // namespace
}  // namespace balm::master
