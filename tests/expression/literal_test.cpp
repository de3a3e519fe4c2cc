#include "common/expression/literal.h"

#include <gtest/gtest.h>

namespace balm::expression {
namespace {

std::string text_of(std::string_view body) {
  const Unescaped result = unescape(body, false);
  return result.error.empty() ? result.data : "error at " + std::to_string(result.error_offset);
}

std::string bytes_of(std::string_view body) {
  const Unescaped result = unescape(body, true);
  return result.error.empty() ? result.data : "error at " + std::to_string(result.error_offset);
}

TEST(Literal, EscapesBecomeWhatTheyMean) {
  EXPECT_EQ(text_of(R"(a\n\t\\\"\'\`\?)"), "a\n\t\\\"'`?");
  EXPECT_EQ(text_of(R"(\x41\101\u0041\U00000041)"), "AAAA");
  EXPECT_EQ(text_of(R"(\u20ac)"), "€");
}

TEST(Literal, HexInTextIsACodePointInBytesAByte) {
  EXPECT_EQ(text_of(R"(\xff)"), "ÿ");
  EXPECT_EQ(bytes_of(R"(\xff\377)"), "\xff\xff");
  EXPECT_EQ(bytes_of(R"(\u0041)"), "error at 0");
}

TEST(Literal, BadEscapesNameTheirPlace) {
  EXPECT_EQ(text_of(R"(ab\q)"), "error at 2");
  EXPECT_EQ(text_of(R"(\x4)"), "error at 0");
  EXPECT_EQ(text_of(R"(\ud800)"), "error at 0") << "a surrogate is no character";
  EXPECT_EQ(text_of(R"(\U00110000)"), "error at 0");
  EXPECT_EQ(text_of("\\"), "error at 0");
}

TEST(Literal, LineEndsAreOneKind) {
  EXPECT_EQ(text_of("a\r\nb\rc\nd"), "a\nb\nc\nd");
  EXPECT_EQ(raw_text("a\\n\r\nb"), "a\\n\nb");
}

TEST(Literal, WholeNumbersEndAtSixtyFourBits) {
  EXPECT_EQ(whole_number("18446744073709551615"), 18446744073709551615ull);
  EXPECT_FALSE(whole_number("18446744073709551616"));
  EXPECT_EQ(whole_number("0xffffffffffffffff"), 18446744073709551615ull);
  EXPECT_FALSE(whole_number("0x10000000000000000"));
}

}  // namespace
}  // namespace balm::expression
