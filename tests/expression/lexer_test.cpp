#include "common/expression/lexer.h"

#include <gtest/gtest.h>

namespace balm::expression {
namespace {

std::string shown(std::string_view text) {
  const Lexed lexed = tokenize(text);
  if (lexed.fault) return "fault at " + std::to_string(lexed.fault->offset);
  std::string all;
  for (const Token& token : lexed.tokens) all += (all.empty() ? "" : " ") + std::string(token.text);
  return all;
}

TEST(Lexer, SplitsWithoutSpacesAndSkipsThemWithTheComments) {
  EXPECT_EQ(shown("a<=b&&!c[0].d"), "a <= b && ! c [ 0 ] . d ");
  EXPECT_EQ(shown(" a\t+\nb // the rest\n*c"), "a + b * c ");
}

TEST(Lexer, AlwaysEndsWithAnEnd) {
  for (const char* const text : {"", " ", "a", "// only a comment"}) {
    const Lexed lexed = tokenize(text);
    ASSERT_FALSE(lexed.tokens.empty());
    EXPECT_EQ(lexed.tokens.back().kind, TokenKind::End) << text;
  }
}

TEST(Lexer, TokensKnowWhereTheyStand) {
  const Lexed lexed = tokenize("ab + 'x'");
  EXPECT_EQ(lexed.tokens[1].offset, 3);
  EXPECT_EQ(lexed.tokens[2].offset, 5);
  EXPECT_EQ(lexed.tokens[2].end(), 8);
  EXPECT_EQ(lexed.tokens[2].value.as_string(), "x");
}

TEST(Lexer, NumbersHaveTheKindTheyAreWrittenIn) {
  EXPECT_TRUE(tokenize("7").tokens[0].whole);
  EXPECT_TRUE(tokenize("7u").tokens[0].value.is(Value::Kind::Uint));
  EXPECT_TRUE(tokenize("0x1F").tokens[0].whole);
  for (const char* const number : {"7.5", "1e3", ".5", "2E-3"})
    EXPECT_TRUE(tokenize(number).tokens[0].value.is(Value::Kind::Double)) << number;
}

TEST(Lexer, NamesInBackticksAreOnlyGoodAsFields) {
  const Token token = tokenize("`a-b.c`").tokens[0];
  EXPECT_TRUE(token.quoted);
  EXPECT_EQ(token.name, "a-b.c");
}

TEST(Lexer, FaultsNameTheirPlace) {
  EXPECT_EQ(shown("a + 'open"), "fault at 4");
  EXPECT_EQ(shown("a # b"), "fault at 2");
  EXPECT_EQ(shown("99999999999999999999"), "fault at 0");
  EXPECT_EQ(shown("a \xff"), "fault at 2");
}

TEST(Lexer, TakesAnyBytes) {
  for (int first = 0; first < 256; ++first)
    for (const char second : {'\'', '"', '\\', '`', '/', '\0', 'x', '\xc3'}) {
      const std::string text = {static_cast<char>(first), second};
      const Lexed lexed = tokenize(text);
      EXPECT_TRUE(lexed.fault || lexed.tokens.back().kind == TokenKind::End);
    }
}

}  // namespace
}  // namespace balm::expression
