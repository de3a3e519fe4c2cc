#include "common/state/text_edit.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(TextEdit, AppendsWhatIsMissing) {
  const Edited edited = append_missing("a\nb", {"b", "c\nd\n"}, true);
  EXPECT_EQ(edited.text, "a\nb\nc\nd\n");
  EXPECT_EQ(edited.lines, 2u);
  EXPECT_EQ(append_missing(edited.text, {"b", "c\nd\n"}, true).lines, 0u);
}

TEST(TextEdit, SpacingCountsOnlyWhenAsked) {
  EXPECT_TRUE(holds_lines("x = 1\n  if  [ a ]; then\n", "if [ a ]; then", true));
  EXPECT_FALSE(holds_lines("x = 1\n  if  [ a ]; then\n", "if [ a ]; then", false));
  EXPECT_TRUE(holds_lines("a\nb\nc\n", "b\nc", false));
  EXPECT_FALSE(holds_lines("a\nbc\n", "b", true));
  EXPECT_FALSE(holds_lines("ab\n", "b", true));
}

// The same words in another block are not the block (Salt's issue 1879).
TEST(TextEdit, ABlockIsLookedForAsAWhole) {
  const std::string first = "if a; then\n    b\nfi\n";
  const std::string second = "if c; then\n    d\nfi\n";
  EXPECT_EQ(append_missing(first, {second}, true).text, first + second);
}

TEST(TextEdit, Prepends) {
  EXPECT_EQ(prepend_missing("b\n", {"a"}).text, "a\nb\n");
  EXPECT_EQ(prepend_missing("a\nb\n", {"b"}).lines, 0u);
  EXPECT_EQ(with_header("a\nb\n", {"b"}).text, "b\na\nb\n");
  EXPECT_EQ(with_header("b\na\n", {"b"}).lines, 0u);
}

Result<Edited> replace(const std::string& text, const std::string& pattern, const std::string& with) {
  return replace_matches(text, {.pattern = pattern, .with = with});
}

TEST(TextEdit, ReplacesMatches) {
  EXPECT_EQ(replace("a=1\nb=2\n", "^(\\w)=(\\d)$", "\\2=\\1")->text, "1=a\n2=b\n");
  EXPECT_EQ(replace("aaa", "a", "b")->lines, 3u);
  EXPECT_EQ(replace("abc", "x*", "-")->text, "-a-b-c-");
  EXPECT_EQ(replace("x", "(x)", "[\\g<1>]\\\\\\n")->text, "[x]\\\n");
  EXPECT_EQ(replace_matches("aaa", {.pattern = "a", .with = "b", .count = 2})->text, "bba");
  EXPECT_EQ(replace_matches("A", {.pattern = "a", .with = "b", .ignore_case = true})->text, "b");
}

TEST(TextEdit, BadPatternsAreErrors) {
  EXPECT_FALSE(replace("x", "(", "y").ok());
  EXPECT_FALSE(replace("x", "x", "\\1").ok());
  EXPECT_FALSE(replace("x", "(x)\\1", "y").ok());
}

TEST(TextEdit, WhatIsNotFoundMayBeAdded) {
  EXPECT_EQ(replace_matches("a\n", {.pattern = "^x=", .with = "x=1", .append_if_not_found = true})->text,
            "a\nx=1\n");
  EXPECT_EQ(replace_matches("a\n", {.pattern = "^x=", .with = "x=1", .prepend_if_not_found = true})->text,
            "x=1\na\n");
  const Replacement other{
      .pattern = "^x=", .with = "x=1", .append_if_not_found = true, .not_found_content = "y"};
  EXPECT_EQ(replace_matches("a\n", other)->text, "a\ny\n");
  EXPECT_EQ(replace_matches("a\ny\n", other)->text, "a\ny\n");
}

TEST(TextEdit, Lines) {
  EXPECT_EQ(lines_of("a\n\nb").size(), 3u);
  EXPECT_TRUE(lines_of("").empty());
}

}  // namespace
}  // namespace balm
