#include "common/expression/pattern.h"

#include <gtest/gtest.h>

#include "common/limits.h"

namespace balm::expression {
namespace {

TEST(Pattern, IsFoundAnywhereUnlessAnchored) {
  const Pattern anywhere("em.rg");
  ASSERT_EQ(anywhere.error(), "");
  EXPECT_TRUE(anywhere.found_in("nginx: [emerg] bind()"));
  EXPECT_FALSE(anywhere.found_in("all is well"));
  EXPECT_FALSE(Pattern("^emerg$").found_in("[emerg]"));
}

TEST(Pattern, WhatIsNoPatternSaysWhy) {
  for (const char* const bad : {"(", "[a", "*", "(?P<n", "a{1001}", "(?=look)"})
    EXPECT_NE(Pattern(bad).error(), "") << bad;
  EXPECT_NE(Pattern("\xff").error(), "");
}

TEST(Pattern, ItsLengthIsBounded) {
  EXPECT_EQ(Pattern(std::string(limits::kPatternBytesMax, 'a')).error(), "");
  EXPECT_NE(Pattern(std::string(limits::kPatternBytesMax + 1, 'a')).error(), "");
}

// A backtracking engine would be here until the sun burns out.
TEST(Pattern, HostilePatternsTakeLinearTime) {
  const Pattern pattern("(a*)*b");
  ASSERT_EQ(pattern.error(), "");
  EXPECT_FALSE(pattern.found_in(std::string(100'000, 'a')));
}

}  // namespace
}  // namespace balm::expression
