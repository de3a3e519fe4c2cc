// The words of tasks travel between versions and are stored: each must come back as what it was.
#include "common/task.h"

#include <set>

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(Task, EveryRefusalHasItsWordAndSentence) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Refusal::NotAllowed); ++i) {
    const auto refusal = static_cast<Refusal>(i);
    EXPECT_TRUE(words.insert(to_text(refusal)).second) << to_text(refusal);
    EXPECT_EQ(refusal_from_text(to_text(refusal)), refusal);
    EXPECT_FALSE(sentence(refusal).empty());
  }
}

TEST(Task, EveryOutcomeComesBackAsWhatItWas) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(TaskOutcome::Abandoned); ++i) {
    const auto outcome = static_cast<TaskOutcome>(i);
    EXPECT_TRUE(words.insert(to_text(outcome)).second);
    EXPECT_EQ(task_outcome_from_text(to_text(outcome)), outcome);
  }
}

TEST(Task, WordsOfNewerNeighboursAreNone) {
  EXPECT_EQ(refusal_from_text("too_hot"), Refusal::None);
  EXPECT_EQ(refusal_from_text(""), Refusal::None);
  EXPECT_EQ(task_outcome_from_text("evaporated"), TaskOutcome::None);
}

TEST(Task, PhasesHaveTheWordsOfTheProtocol) {
  EXPECT_EQ(to_text(TaskPhase::Running), "running");
  EXPECT_EQ(to_text(TaskPhase::Refused), "refused");
  EXPECT_EQ(to_text(TaskPhase::Done), "done");
}

}  // namespace
}  // namespace balm
