#include "common/state/line_comment.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

using State = Commented::State;

TEST(LineComment, CommentsOutAndIn) {
  const LineComment comment{"^comment", "#"};
  const auto out = comment_lines("comment_me\nother\n", comment);
  ASSERT_TRUE(out.ok());
  EXPECT_EQ(out->text, "#comment_me\nother\n");
  EXPECT_EQ(out->state, State::Changed);
  EXPECT_EQ(comment_lines(out->text, comment)->state, State::Already);
  const auto in = uncomment_lines(out->text, comment);
  EXPECT_EQ(in->text, "comment_me\nother\n");
  EXPECT_EQ(uncomment_lines(in->text, comment)->state, State::Already);
  EXPECT_EQ(comment_lines("x\n", comment)->state, State::Missing);
  EXPECT_EQ(uncomment_lines("x\n", comment)->state, State::Missing);
}

TEST(LineComment, SpacesStay) {
  EXPECT_EQ(comment_lines("  a b\n", {"a b$", "//"})->text, "  //a b\n");
  EXPECT_EQ(uncomment_lines("  #  a b", {"^a b$", "#"})->text, "  a b");
}

TEST(LineComment, SignsAreNoPatterns) {
  EXPECT_EQ(uncomment_lines("*x\n", {"^x", "*"})->text, "x\n");
}

TEST(LineComment, BadPatternsAreErrors) {
  EXPECT_FALSE(comment_lines("x", {"(", "#"}).ok());
}

}  // namespace
}  // namespace balm
