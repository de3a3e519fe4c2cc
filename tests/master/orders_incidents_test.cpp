// What people say about incidents.
#include <gtest/gtest.h>

#include "master/configuration_text.h"
#include "master/healer.h"
#include "tests/master/order_rig.h"

namespace balm::master {
namespace {

class IncidentOrdersTest : public testing::Test {
 protected:
  IncidentOrdersTest() : incident((rig.host("web1"), rig.open("web1"))) {}
  Phase phase() const { return incident.row.phase; }
  void call_people() {
    incident.row.attempts = 3;
    healer::consider(rig.turn(), incident.row.id);
    ASSERT_EQ(phase(), Phase::NeedsYou);
  }

  OrderRig rig;
  OpenIncident& incident;
};

TEST_F(IncidentOrdersTest, AcknowledgingIsSignedAndChangesNothingElse) {
  const Reply reply = rig.ask("incidents.ack", R"({"id":1,"note":"mine"})");
  EXPECT_EQ(reply.data["incident"]["acked"]["by"].string_or(), "dana");
  EXPECT_EQ(rig.line("ack").text, "dana: mine");
  EXPECT_EQ(phase(), Phase::Deciding);
}

TEST_F(IncidentOrdersTest, UnknownAndClosedOnesAreToldApart) {
  EXPECT_EQ(rig.error("incidents.ack", R"({"id":99})"), "not_found");
  EXPECT_EQ(rig.error("incidents.ack", R"({"id":0})"), "not_found");
  EXPECT_EQ(rig.error("incidents.ack", "{}"), "not_found");
  rig.ask("incidents.close", R"({"id":1,"reason":"done"})");
  EXPECT_EQ(rig.error("incidents.ack", R"({"id":1})"), "refused");
}

TEST_F(IncidentOrdersTest, RetryLiftsTheBoundOnAttemptsAndCountsAsTheYes) {
  call_people();
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1})"), "");
  EXPECT_EQ(phase(), Phase::Trying);
  EXPECT_TRUE(incident.row.approved);
  EXPECT_EQ(rig.line("retry").text, "dana asks to try again from rung 1");
}

TEST_F(IncidentOrdersTest, RetryDoesNotLiftTheOtherGuards) {
  call_people();
  rig.state.freeze = {true, rig.now.wall, "drill", "erik"};
  rig.ask("incidents.retry", R"({"id":1})");
  EXPECT_EQ(phase(), Phase::Waiting);
  EXPECT_TRUE(rig.sent<Dispatch>().empty());
}

TEST_F(IncidentOrdersTest, RetryMayBeginAtAnyRungOfTheLadder) {
  call_people();
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1,"from":0})"), "usage");
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1,"from":3})"), "usage");
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1,"from":2})"), "");
  EXPECT_EQ(rig.sent<Dispatch>().back().task.state.text, "nginx.reinstall");
}

TEST_F(IncidentOrdersTest, WhatIsBeingWorkedOnIsLeftAlone) {
  healer::consider(rig.turn(), incident.row.id);
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1})"), "refused");
  EXPECT_EQ(rig.error("incidents.close", R"({"id":1,"reason":"x"})"), "refused");
}

TEST_F(IncidentOrdersTest, RetryGivesAnUnknownOutcomeUpInTheOperatorsName) {
  healer::consider(rig.turn(), incident.row.id);
  rig.pass(1h);
  for (const dispatch::End& end : dispatch::tick(rig.turn())) healer::attempt_ended(rig.turn(), end);
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1})"), "");
  EXPECT_EQ(phase(), Phase::Trying);
  EXPECT_EQ(rig.sent<Dispatch>().size(), 2u);
  EXPECT_EQ(rig.line("result").text, "dana overrides the unknown outcome");
}

TEST_F(IncidentOrdersTest, RetryUsesTheRuleAsItIsNow) {
  call_people();
  const CoreRig mended("rules: { nginx-down: { when: check.nginx_http, try: [{ run: nginx.tune }] } }");
  rig.state.config = mended.state.config;
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1,"from":2})"), "usage") << "the ladder has one rung now";
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1})"), "");
  EXPECT_EQ(rig.sent<Dispatch>().back().task.state.text, "nginx.tune");
  EXPECT_EQ(incident.row.revision, mended.state.config->revision) << "also after a restart";
}

TEST_F(IncidentOrdersTest, RetryOfARuleThatIsGoneUsesTheOldOne) {
  call_people();
  rig.state.config = std::make_shared<Configuration>();
  EXPECT_EQ(rig.error("incidents.retry", R"({"id":1})"), "");
  EXPECT_EQ(rig.sent<Dispatch>().back().task.state.text, "nginx.restart");
}

TEST_F(IncidentOrdersTest, ClosingNeedsAReason) {
  EXPECT_EQ(rig.error("incidents.close", R"({"id":1})"), "usage");
  const Reply reply = rig.ask("incidents.close", R"({"id":1,"reason":"by hand"})");
  EXPECT_EQ(reply.data["incident"]["outcome"].string_or(), "closed");
  EXPECT_EQ(rig.line("closed").text, "dana: by hand");
  EXPECT_TRUE(rig.state.incidents.empty());
}

TEST_F(IncidentOrdersTest, PeopleWhoWereCalledHearThatItIsOver) {
  call_people();
  rig.ask("incidents.close", R"({"id":1,"reason":"by hand"})");
  ASSERT_EQ(rig.wanted<Notify>().size(), 2u);
  EXPECT_NE(rig.wanted<Notify>()[1].body.find("resolved"), std::string::npos);
}

// The host was being looked at and held a place of its group; nothing else would ever ask for it again.
TEST_F(IncidentOrdersTest, ClosingMakesRoomForThoseWhoWait) {
  verification::start(rig.turn(), incident, Verify{}, false);
  rig.host("web2");
  OpenIncident& second = rig.open("web2");
  healer::consider(rig.turn(), second.row.id);
  ASSERT_EQ(second.row.waiting_reason, "too_many_at_once");
  rig.ask("incidents.close", R"({"id":1,"reason":"by hand"})");
  EXPECT_EQ(second.row.phase, Phase::Trying);
  EXPECT_TRUE(rig.state.asked.empty()) << "nobody waits for the answer any more";
}

}  // namespace
}  // namespace balm::master
