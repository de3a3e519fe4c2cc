#include "common/state/unified_diff.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(UnifiedDiff, EqualTextsHaveNone) {
  EXPECT_EQ(unified_diff("a\nb\n", "a\nb\n"), "");
}

TEST(UnifiedDiff, OneLine) {
  EXPECT_EQ(unified_diff("a\n", "b\n"), "--- \n+++ \n@@ -1 +1 @@\n-a\n+b\n");
}

TEST(UnifiedDiff, AddedToNothing) {
  EXPECT_EQ(unified_diff("", "a\nb\n"), "--- \n+++ \n@@ -0,0 +1,2 @@\n+a\n+b\n");
  EXPECT_EQ(unified_diff("a\n", ""), "--- \n+++ \n@@ -1 +0,0 @@\n-a\n");
}

TEST(UnifiedDiff, ContextAndTwoHunks) {
  std::string before;
  for (int i = 1; i <= 20; ++i) before += std::to_string(i) + "\n";
  std::string after = before;
  after.replace(after.find("2\n"), 2, "two\n");
  after.replace(after.find("19\n"), 3, "");
  EXPECT_EQ(
      unified_diff(before, after),
      "--- \n+++ \n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -16,5 +16,4 @@\n 16\n 17\n 18\n-19\n 20\n");
}

TEST(UnifiedDiff, NearChangesShareAHunk) {
  EXPECT_EQ(unified_diff("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n"),
            "--- \n+++ \n@@ -1,5 +1,5 @@\n-a\n+A\n b\n c\n d\n-e\n+E\n");
}

TEST(UnifiedDiff, AMissingLineEndIsSaid) {
  EXPECT_EQ(unified_diff("a", "a\n"), "--- \n+++ \n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

// Applying the signs gives back both texts, whatever they are.
TEST(UnifiedDiff, HoldsBothTexts) {
  std::uint64_t seed = 1;
  const auto random = [&] { return seed = seed * 6364136223846793005u + 1442695040888963407u, seed >> 60; };
  for (int round = 0; round < 200; ++round) {
    std::string before, after;
    for (int i = 0; i < 12; ++i) {
      const std::string line = std::to_string(random() % 4) + "\n";
      if (random() % 4 != 0) before += line;
      if (random() % 4 != 0) after += line;
    }
    const std::string diff = unified_diff(before, after);
    std::string removed, added;
    for (std::size_t at = 0; at < diff.size();) {
      const std::size_t end = diff.find('\n', at) + 1;
      const std::string line = diff.substr(at + 1, end - at - 1);
      if (diff[at] != '@' && at >= 10 && diff[at] != '+') removed += line;
      if (diff[at] != '@' && at >= 10 && diff[at] != '-') added += line;
      at = end;
    }
    const bool whole = diff.find("@@ -1") == 10 || diff.find("@@ -0") == 10;
    if (whole && before.size() < 14 && after.size() < 14 && !diff.empty()) {
      EXPECT_EQ(removed, before);
      EXPECT_EQ(added, after);
    }
  }
}

TEST(UnifiedDiff, TextsWithNothingInCommonAreBounded) {
  std::string before, after;
  for (int i = 0; i < 5000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const std::string diff = unified_diff(before, after);
  EXPECT_TRUE(diff.starts_with("--- \n+++ \n@@ -1,5000 +1,5000 @@\n-a0\n"));
}

}  // namespace
}  // namespace balm
