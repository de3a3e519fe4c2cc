#include "agent/check_state.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "common/limits.h"
#include "common/random.h"

namespace balm::agent {
namespace {

Status status_of(char c) {
  switch (c) {
    case 'o':
      return Status::Ok;
    case 'w':
      return Status::Warning;
    case 'c':
      return Status::Critical;
    default:
      return Status::Unknown;
  }
}

char letter(Status status) {
  return "owcu"[static_cast<int>(status)];
}

// Feeds results, one letter each, and tells of the transitions: "3:u>c" means the third result made it.
std::string told(std::string_view results, ConfirmPolicy policy, CheckState state = {}) {
  std::string told;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const CheckStep step = advance(state, status_of(results[i]), policy, WallTime::from_seconds(100));
    state = step.next;
    if (!step.transition) continue;
    told += told.empty() ? "" : " ";
    told += std::to_string(i + 1) + ":" + letter(step.transition->from) + ">" + letter(step.transition->to);
  }
  return told;
}

CheckState after(std::string_view results, ConfirmPolicy policy) {
  CheckState state;
  for (const char c : results) state = advance(state, status_of(c), policy, WallTime::from_seconds(100)).next;
  return state;
}

TEST(CheckState, BelievesAfterEnoughResultsInARow) {
  EXPECT_EQ(told("ooo", {2, 1}), "1:u>o");
  EXPECT_EQ(told("occ", {2, 1}), "1:u>o 3:o>c");
  EXPECT_EQ(told("ococo", {2, 1}), "1:u>o") << "one bad result is not believed";
  EXPECT_EQ(told("ooccoo", {2, 2}), "2:u>o 4:o>c 6:c>o") << "with ok 2 the first ok is not believed either";
  EXPECT_EQ(told("cco", {2, 1}), "2:u>c 3:c>o") << "the first belief may be a bad one";
  EXPECT_EQ(told("oc", {1, 1}), "1:u>o 2:o>c");
}

TEST(CheckState, BelievesTheSeverityThatAllResultsOfARowReached) {
  EXPECT_EQ(told("ocwc", {2, 1}), "1:u>o 3:o>w") << "two results were at least warning, no two critical";
  EXPECT_EQ(told("owwcc", {2, 1}), "1:u>o 3:o>w 5:w>c");
  EXPECT_EQ(told("occw", {2, 1}), "1:u>o 3:o>c 4:c>w");
  EXPECT_EQ(told("occwwo", {2, 2}), "3:u>c 5:c>w");
}

TEST(CheckState, UnknownIsNeitherRecoveryNorFailure) {
  EXPECT_EQ(told("ocuc", {2, 1}), "1:u>o 4:o>c") << "it does not interrupt the row";
  EXPECT_EQ(told("ocu", {2, 1}), "1:u>o") << "it does not complete it";
  EXPECT_EQ(told("ccuo", {2, 1}), "2:u>c 4:c>o");
  EXPECT_EQ(told("ccu", {2, 1}), "2:u>c") << "it is no recovery";
}

TEST(CheckState, LastingUnknownIsToldAndKeepsWhatWasCertain) {
  EXPECT_EQ(told("ouu", {2, 1}), "1:u>o 3:o>u");
  EXPECT_EQ(told("ccuucc", {2, 1}), "2:u>c 4:c>u 6:u>c");
  EXPECT_EQ(told("ouuc", {2, 1}), "1:u>o 3:o>u") << "one result after blindness proves nothing";
  EXPECT_EQ(told("uu", {2, 1}), "2:u>u") << "never seen at all is worth a word";
  EXPECT_EQ(told("uuuu", {2, 1}), "2:u>u");
  EXPECT_EQ(after("ccuu", {2, 1}).certain, Status::Critical);
}

// The policy may be another one than when the row was counted.
TEST(CheckState, UnknownCompletesNoRowOfALooserPolicy) {
  const CheckState soft = after("occ", {3, 1});
  EXPECT_EQ(told("u", {2, 1}, soft), "");
  EXPECT_EQ(told("uc", {2, 1}, soft), "2:o>c");
}

TEST(CheckState, CountsNoFurtherThanItNeeds) {
  const CheckState state = after(std::string(limits::kConfirmMax + 5, 'o'), {2, 1});
  EXPECT_EQ(state.ok, limits::kConfirmMax);
  EXPECT_EQ(state.at_most_warning, limits::kConfirmMax);
}

TEST(CheckState, ProvesABadStatusAnewSinceTheLastBetterResult) {
  const ConfirmPolicy policy{2, 3};
  EXPECT_TRUE(proven_anew(after("cc", policy), policy));
  EXPECT_FALSE(proven_anew(after("ccoc", policy), policy));
  EXPECT_TRUE(proven_anew(after("ccoccc", policy), policy));
  EXPECT_FALSE(proven_anew(after("wwow", policy), policy));
  EXPECT_TRUE(proven_anew(after("wwoww", policy), policy));
  EXPECT_FALSE(proven_anew(after("ccow", policy), policy)) << "critical takes criticals";
  EXPECT_FALSE(proven_anew(after("ooo", policy), policy));
}

TEST(CheckState, CountsGenerationsOfProblems) {
  EXPECT_EQ(after("oo", {2, 1}).generation, 0u);
  EXPECT_EQ(after("occ", {2, 1}).generation, 1u);
  EXPECT_EQ(after("occww", {2, 1}).generation, 1u) << "it is still the same problem";
  EXPECT_EQ(after("occuucc", {2, 1}).generation, 1u) << "not seeing it did not end it";
  EXPECT_EQ(after("occocc", {2, 1}).generation, 2u);
  EXPECT_EQ(after("cc", {2, 1}).generation, 1u);
}

// Whatever comes: no badness without `fail` bad results, no recovery without an ok, no silent change of
// belief.
TEST(CheckState, KeepsItsPromisesForAnyHistory) {
  Random random(3);
  for (int round = 0; round < 2'000; ++round) {
    const ConfirmPolicy policy{1 + static_cast<std::uint32_t>(random.below(4)),
                               1 + static_cast<std::uint32_t>(random.below(3))};
    CheckState state;
    std::uint32_t bad_in_row = 0;
    for (int i = 0; i < 40; ++i) {
      const auto seen = static_cast<Status>(random.below(4));
      if (seen == Status::Ok) bad_in_row = 0;
      if (seen == Status::Warning || seen == Status::Critical) ++bad_in_row;
      const CheckStep step = advance(state, seen, policy, WallTime::from_seconds(i));
      EXPECT_EQ(step.transition.has_value(),
                step.next.status != state.status || step.next.known != state.known);
      if (step.transition) {
        EXPECT_EQ(step.transition->to, step.next.status);
        EXPECT_EQ(step.next.since, WallTime::from_seconds(i));
        EXPECT_EQ(step.transition->to == Status::Ok, seen == Status::Ok && step.next.status == Status::Ok);
      }
      const bool turned_bad = step.next.generation != state.generation;
      if (turned_bad) {
        EXPECT_GE(bad_in_row, policy.fail);
      }
      if (seen == Status::Unknown && step.transition) {
        EXPECT_EQ(step.transition->to, Status::Unknown);
      }
      state = step.next;
    }
  }
}

}  // namespace
}  // namespace balm::agent
