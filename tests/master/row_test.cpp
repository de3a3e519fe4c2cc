// The words of the enums are what the database holds: each must come back as what it was.
#include "master/row.h"

#include <set>

#include <gtest/gtest.h>

namespace balm::master {
namespace {

// Walks an enum from its first to its last value; words may not repeat.
template <class Enum>
void expect_round_trip(Enum last, Enum (*from)(std::string_view)) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(from(to_text(value)), value) << to_text(value);
    EXPECT_TRUE(words.insert(to_text(value)).second) << to_text(value);
  }
}

TEST(Row, EveryWordComesBackAsWhatItWas) {
  expect_round_trip(KeyState::Revoked, key_state_from);
  expect_round_trip(KeyRole::Operator, key_role_from);
  expect_round_trip(Phase::Closed, phase_from);
  expect_round_trip(IncidentOutcome::Observed, incident_outcome_from);
  expect_round_trip(AttemptPhase::Ended, attempt_phase_from);
  expect_round_trip(AttemptOutcome::Observed, attempt_outcome_from);
}

TEST(Row, ForeignWordsGiveTheHarmlessValue) {
  EXPECT_EQ(key_state_from("emperor"), KeyState::Pending);
  EXPECT_EQ(key_role_from("emperor"), KeyRole::Agent);
  EXPECT_EQ(attempt_phase_from(""), AttemptPhase::Dispatched);
  EXPECT_EQ(attempt_outcome_from("won"), AttemptOutcome::None);
}

// Stored by older versions and read by `balm`: a word that changes loses history.
TEST(Row, TheStoredWordsStayWhatTheyAre) {
  EXPECT_EQ(to_text(Phase::NeedsYou), "needs_you");
  EXPECT_EQ(to_text(AttemptOutcome::TimedOut), "timed_out");
  EXPECT_EQ(to_text(AttemptOutcome::None), "");
  EXPECT_EQ(to_text(IncidentOutcome::Recovered), "recovered");
  EXPECT_EQ(to_text(KeyState::Revoked), "revoked");
}

}  // namespace
}  // namespace balm::master
