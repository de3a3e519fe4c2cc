// The proof: a check that is run again. An exit code proves nothing.
#include "master/verification.h"

#include <gtest/gtest.h>

#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

class VerificationTest : public testing::Test {
 protected:
  VerificationTest() { rig.host("web1"); }
  void start(bool brief = false) { verification::start(rig.turn(), incident, {CheckName{}, 2, 60s}, brief); }
  std::uint64_t asked() const { return rig.sent<RunCheck>().back().request; }
  std::optional<verification::Answer> seen(Status status, const std::string& instance = "") {
    Observation observation;
    observation.check = CheckName{"nginx_http"};
    observation.instance = instance;
    observation.status = status;
    observation.output = "connection refused";
    return verification::report(rig.turn(), incident, {asked(), observation.check, true, {observation}});
  }
  // Time for the next look.
  std::optional<verification::Answer> look_again() {
    rig.pass(3s);
    return verification::tick(rig.turn(), incident);
  }

  CoreRig rig;
  OpenIncident& incident = (rig.host("web1"), rig.open("web1"));
};

TEST_F(VerificationTest, AsksAtOnceAndKeepsTheHostUnderRepair) {
  start();
  EXPECT_EQ(rig.sent<RunCheck>().at(0).check.text, "nginx_http");
  EXPECT_EQ(incident.row.phase, Phase::Verifying);
  EXPECT_TRUE(rig.state.attempts.under_repair(HostName{"web1"}));
}

TEST_F(VerificationTest, OneOkIsNotEnoughTwoInARowAre) {
  start();
  EXPECT_FALSE(seen(Status::Ok));
  EXPECT_FALSE(look_again());
  const auto answer = seen(Status::Ok);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->yes);
  EXPECT_EQ(answer->text, "nginx_http was ok 2 times in a row");
  EXPECT_FALSE(incident.verifying);
  EXPECT_FALSE(rig.state.attempts.under_repair(HostName{"web1"}));
  EXPECT_TRUE(rig.state.asked.empty());
}

// The answer to a look from before may still be on its way.
TEST_F(VerificationTest, WhatIsSeenBadMeanwhileIsNotProvenByEarlierLooks) {
  start();
  EXPECT_FALSE(seen(Status::Ok));
  look_again();
  const std::uint64_t earlier = asked();
  verification::begin_again(rig.turn(), incident);
  Observation ok;
  ok.status = Status::Ok;
  EXPECT_FALSE(verification::report(rig.turn(), incident, {earlier, CheckName{"nginx_http"}, true, {ok}}));
  EXPECT_FALSE(verification::tick(rig.turn(), incident));
  EXPECT_NE(asked(), earlier);
  EXPECT_FALSE(seen(Status::Ok));
  look_again();
  ASSERT_TRUE(seen(Status::Ok));
}

TEST_F(VerificationTest, AnythingButOkBeginsTheCountAnew) {
  for (const Status status : {Status::Warning, Status::Critical, Status::Unknown}) {
    start();
    EXPECT_FALSE(seen(Status::Ok));
    look_again();
    EXPECT_FALSE(seen(status));
    look_again();
    EXPECT_FALSE(seen(Status::Ok));
    EXPECT_EQ(incident.verifying->ok_seen, 1u);
  }
}

TEST_F(VerificationTest, TheEndIsExactlyWhenItsTimeIsOver) {
  start();
  rig.pass(60s - 1ns);
  EXPECT_FALSE(verification::tick(rig.turn(), incident));
  rig.pass(1ns);
  const auto answer = verification::tick(rig.turn(), incident);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->yes);
  EXPECT_EQ(answer->text, "nginx_http was not ok within 1m");
}

TEST_F(VerificationTest, TheLastLookSaysWhatItSaw) {
  start();
  rig.pass(59s);
  const auto bad = seen(Status::Critical);
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->text, "nginx_http is still critical: connection refused");
  start();
  rig.pass(59s);
  const auto once = seen(Status::Ok);
  ASSERT_TRUE(once);
  EXPECT_EQ(once->text, "nginx_http was ok only 1 of 2 times");
}

TEST_F(VerificationTest, AnAnswerToAnEarlierQuestionProvesNothing) {
  start();
  const std::uint64_t earlier = asked();
  start();
  EXPECT_FALSE(verification::report(rig.turn(), incident, {earlier, CheckName{"nginx_http"}, true, {}}));
  EXPECT_NE(incident.verifying->request, 0u) << "the question is still open";
}

TEST_F(VerificationTest, AHostWithoutTheCheckCannotProveAnything) {
  start();
  const auto answer =
      verification::report(rig.turn(), incident, {asked(), CheckName{"nginx_http"}, false, {}});
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->yes);
  EXPECT_EQ(answer->text, "the host has no check nginx_http");
}

TEST_F(VerificationTest, TheOkOfAnotherInstanceIsNotOurs) {
  incident.row.instance = "/var";
  start();
  seen(Status::Ok, "/home");
  EXPECT_EQ(incident.verifying->ok_seen, 0u);
  look_again();
  seen(Status::Ok, "/var");
  EXPECT_EQ(incident.verifying->ok_seen, 1u);
}

TEST_F(VerificationTest, NobodyIsAskedTwiceAtATime) {
  start();
  look_again();
  EXPECT_EQ(rig.sent<RunCheck>().size(), 1u) << "the first question is not answered yet";
  seen(Status::Critical);
  look_again();
  EXPECT_EQ(rig.sent<RunCheck>().size(), 2u);
}

// After a rung that failed by itself nobody waits a minute for a miracle.
TEST_F(VerificationTest, ABriefOneEndsWithTheFirstBadLook) {
  start(true);
  const auto answer = seen(Status::Critical);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->yes);
}

// The state failed, and yet the check is ok: the next rung would repair what is fine.
TEST_F(VerificationTest, ABriefOneCanSayYes) {
  start(true);
  EXPECT_FALSE(seen(Status::Ok));
  look_again();
  const auto answer = seen(Status::Ok);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->yes);
}

TEST_F(VerificationTest, ABriefOneIsOverAfterTenSeconds) {
  start(true);
  rig.pass(10s - 1ns);
  EXPECT_FALSE(verification::tick(rig.turn(), incident));
  rig.pass(1ns);
  EXPECT_TRUE(verification::tick(rig.turn(), incident));
}

}  // namespace
}  // namespace balm::master
