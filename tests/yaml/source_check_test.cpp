#include "common/yaml/source_check.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

std::string bad(std::string_view text) {
  const auto found = find_bad_character(text);
  return found ? std::to_string(found->offset) + " " + found->what : "";
}

TEST(SourceCheck, OrdinaryTextPasses) {
  EXPECT_EQ(bad("a\tb\nc\r\nd grüße 日本 \U0001F600"), "");
  EXPECT_EQ(bad(""), "");
}

TEST(SourceCheck, NamesWhatNobodyCanSee) {
  EXPECT_EQ(bad(std::string_view("a\0b", 3)), "1 NUL (control character)");
  EXPECT_EQ(bad("\x1b[2J"), "0 U+001B (control character)");
  EXPECT_EQ(bad("a\rb"), "1 U+000D (control character)");
  EXPECT_EQ(bad("\x7f"), "0 U+007F (control character)");
  EXPECT_EQ(bad("ab\u0085"), "2 U+0085 (control character)");
  EXPECT_EQ(bad("\u202E"), "0 U+202E (bidirectional control)");
  EXPECT_EQ(bad("\u2066"), "0 U+2066 (bidirectional control)");
  EXPECT_EQ(bad("\u200F"), "0 U+200F (bidirectional control)");
  EXPECT_EQ(bad("\u2028"), "0 U+2028 (line or paragraph separator)");
  EXPECT_EQ(bad("x\uFEFF"), "1 U+FEFF (byte order mark inside the text)");
}

TEST(SourceCheck, NamesBytesThatAreNoText) {
  EXPECT_EQ(bad("a\xFF"), "1 byte 0xFF");
  EXPECT_EQ(bad("\xC3"), "0 byte 0xC3");
  EXPECT_EQ(bad("\xED\xA0\x80"), "0 byte 0xED");
  EXPECT_EQ(bad("\xF4\x90\x80\x80"), "0 byte 0xF4");
}

TEST(SourceCheck, CountsBracketsThatStayOpen) {
  EXPECT_FALSE(opens_too_many_brackets("[[{}]]", 3));
  EXPECT_TRUE(opens_too_many_brackets("[[[[", 3));
  EXPECT_FALSE(opens_too_many_brackets("[][][][]{}{}", 1));
  EXPECT_FALSE(opens_too_many_brackets("]]]]", 0));
}

}  // namespace
}  // namespace balm
