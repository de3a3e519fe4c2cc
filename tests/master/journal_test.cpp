#include "master/journal.h"

#include <gtest/gtest.h>

#include "common/value_json.h"
#include "tests/master/guard_rig.h"

namespace balm::master {
namespace {

TEST(Journal, ANoteStandsAtItsMomentUnderItsIncident) {
  CoreRig rig;
  journal::note(rig.turn(), IncidentId{42}, "skip", "rung 1: its `if` says no");
  const JournalRow row = rig.line("skip");
  EXPECT_EQ(row.at, rig.now.wall);
  EXPECT_EQ(row.incident.number, 42u);
  EXPECT_EQ(row.text, "rung 1: its `if` says no");
}

TEST(Journal, AFindingSaysWhatTheRuleSaid) {
  CoreRig rig;
  Finding finding;
  finding.rule = &rig.rule();
  finding.wanted = Wanted::Yes;
  finding.summary = "nginx broke";
  journal::finding(rig.turn(), rig.event("web1"), finding, {"open", IncidentId{42}});
  EXPECT_EQ(rig.line("match").text, "nginx broke");
  EXPECT_EQ(rig.line("match").reason, "yes");
  EXPECT_EQ(rig.line("match").event.number, 7u);
  finding.wanted = Wanted::Error;
  finding.error = "if: no such key";
  journal::finding(rig.turn(), rig.event("web1"), finding, {"error", {}});
  EXPECT_EQ(rig.line("match").text, "if: no such key");
  EXPECT_EQ(rig.line("match").rule, "nginx-down");
}

TEST(Journal, ADecisionKeepsTheNumbersOfEveryGuardThatWasAsked) {
  GuardRig rig;
  rig.wish.guard.max = {2, 1h};
  rig.incident.attempts = 1;
  rig.state.attempts.started({IncidentId{1}, 1}, rig.wish.name, HostName{"web2"}, rig.now.instant);
  journal::guards(rig.turn(), rig.incident, rig.review());
  const JournalRow row = rig.line("guard");
  EXPECT_EQ(row.verdict, "defer");
  EXPECT_EQ(row.reason, "too_many_at_once");
  EXPECT_NE(row.text.find("(1 of 1 at once (default))"), std::string::npos) << row.text;
  const auto detail = value_from_json(row.detail);
  ASSERT_TRUE(detail);
  const Value answers = (*detail)["guards"];
  ASSERT_EQ(answers.as_list().size(), guard_names().size());
  const auto left = std::ranges::find_if(
      answers.as_list(), [](const Value& one) { return one["guard"].string_or() == "attempts_left"; });
  ASSERT_NE(left, answers.as_list().end());
  EXPECT_EQ((*left)["counter"].string_or(), "1 of 3");
}

TEST(Journal, AnEndedAttemptIsKeptInWhole) {
  CoreRig rig;
  AttemptRow row;
  row.id = {IncidentId{42}, 2};
  row.state = StateName{"nginx.restart"};
  row.host = HostName{"web1"};
  row.fence = 9;
  journal::attempt(rig.turn(), row, "try", "nginx.restart");
  EXPECT_EQ(rig.line("try").verdict, "dispatched");
  EXPECT_EQ(rig.line("try").detail, "");
  row.phase = AttemptPhase::Ended;
  row.outcome = AttemptOutcome::Failed;
  journal::attempt(rig.turn(), row, "result", "exit 1");
  EXPECT_EQ(rig.line("result").reason, "failed");
  EXPECT_EQ(rig.line("result").attempt, 2u);
  const auto detail = value_from_json(rig.line("result").detail);
  EXPECT_EQ((*detail)["host"].string_or(), "web1");
  EXPECT_EQ((*detail)["fence"].int_or(), 9);
}

}  // namespace
}  // namespace balm::master
