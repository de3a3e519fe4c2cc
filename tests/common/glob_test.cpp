#include "common/glob.h"

#include <string>

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm {
namespace {

TEST(Glob, MatchesTheWholeText) {
  EXPECT_TRUE(glob_match("web*", "web1.example.net"));
  EXPECT_TRUE(glob_match("*", ""));
  EXPECT_TRUE(glob_match("", ""));
  EXPECT_TRUE(glob_match("w?b", "web"));
  EXPECT_TRUE(glob_match("*a*b*c*", "xxaxxbxxcxx"));
  EXPECT_TRUE(glob_match("check.*", "check.nginx.http"));
  EXPECT_TRUE(glob_match("?", "ü"));
  EXPECT_FALSE(glob_match("web", "web1"));
  EXPECT_FALSE(glob_match("web1", "web"));
  EXPECT_FALSE(glob_match("?", ""));
  EXPECT_FALSE(glob_match("??", "ü"));
  EXPECT_FALSE(glob_match("*a", "ab"));
  EXPECT_FALSE(glob_match("[a]", "a"));
}

// Would take longer than the universe in a matcher that tries every star again.
TEST(Glob, ManyStarsDoNotExplode) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(glob_match(pattern + "b", std::string(5000, 'a')));
}

// The obvious recursive definition, to compare with.
bool by_definition(std::string_view p, std::string_view t) {
  if (p.empty()) return t.empty();
  if (p[0] == '*') return by_definition(p.substr(1), t) || (!t.empty() && by_definition(p, t.substr(1)));
  return !t.empty() && (p[0] == '?' || p[0] == t[0]) && by_definition(p.substr(1), t.substr(1));
}

TEST(Glob, AgreesWithItsDefinition) {
  Random random(11);
  for (int i = 0; i < 20000; ++i) {
    std::string pattern, text;
    for (auto n = random.below(7); n > 0; --n) pattern += "ab*?"[random.below(4)];
    for (auto n = random.below(9); n > 0; --n) text += "ab"[random.below(2)];
    EXPECT_EQ(glob_match(pattern, text), by_definition(pattern, text)) << pattern << " on " << text;
  }
}

TEST(Glob, KnowsAPattern) {
  EXPECT_TRUE(is_glob("a*"));
  EXPECT_TRUE(is_glob("?"));
  EXPECT_FALSE(is_glob("web1"));
}

}  // namespace
}  // namespace balm
