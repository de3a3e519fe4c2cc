#include "common/expression/parser.h"

#include <gtest/gtest.h>

#include "common/expression/operators.h"
#include "common/limits.h"
#include "common/value_text.h"

namespace balm::expression {
namespace {

std::string shown(const Node& node) {
  std::string inside;
  for (const Node& one : node.nodes) inside += (inside.empty() ? "" : " ") + shown(one);
  switch (node.kind) {
    case Node::Kind::Literal:
      return to_display(node.value);
    case Node::Kind::Ident:
      return node.name;
    case Node::Kind::Operation:
      return "(" + std::string(symbol_of(node.op)) + " " + inside + ")";
    case Node::Kind::And:
      return "(and " + inside + ")";
    case Node::Kind::Or:
      return "(or " + inside + ")";
    case Node::Kind::Select:
      return "(." + node.name + " " + inside + ")";
    default:
      return "(" + inside + ")";
  }
}

std::string parsed(std::string_view text) {
  const ParsedText result = parse_expression(text);
  return result.fault ? "fault at " + std::to_string(result.fault->offset) : shown(result.root);
}

TEST(Parser, BindsAsTheDefinitionSays) {
  EXPECT_EQ(parsed("a + b * c"), "(+ a (* b c))");
  EXPECT_EQ(parsed("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(parsed("a || b && c"), "(or a (and b c))");
  EXPECT_EQ(parsed("!a == b"), "(== (! a) b)");
  EXPECT_EQ(parsed("-a.b"), "(- (.b a))");
  EXPECT_EQ(parsed("a < b == c"), "(== (< a b) c)");
}

TEST(Parser, TheLeastWholeNumberIsOneLiteral) {
  EXPECT_EQ(parsed("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(parsed("9223372036854775808"), "fault at 0");
}

TEST(Parser, FaultsNameTheirPlace) {
  EXPECT_EQ(parsed("a +"), "fault at 3");
  EXPECT_EQ(parsed("(a"), "fault at 2");
  EXPECT_EQ(parsed("a b"), "fault at 2");
  EXPECT_EQ(parsed(""), "fault at 0");
  EXPECT_EQ(parsed("[1, 2"), "fault at 5");
}

TEST(Parser, ReservedWordsAreNoNamesButMayBeFields) {
  EXPECT_TRUE(is_reserved("while"));
  EXPECT_FALSE(is_reserved("host"));
  EXPECT_EQ(parsed("while"), "fault at 0");
  EXPECT_EQ(parsed("a.while"), "(.while a)");
}

TEST(Parser, NestingIsBounded) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_FALSE(parse_expression(nested(limits::kExpressionDepthMax / 2)).fault);
  EXPECT_TRUE(parse_expression(nested(limits::kExpressionDepthMax + 1)).fault);
  EXPECT_TRUE(parse_expression(std::string(100'000, '(')).fault);
  EXPECT_TRUE(parse_expression(std::string(100'000, '!') + "a").fault);
  EXPECT_TRUE(parse_expression(std::string(60'000, '[')).fault);
}

TEST(Parser, WithoutMacrosTheirNamesAreCalls) {
  EXPECT_EQ(parse_expression("has(a.b)", false).root.kind, Node::Kind::Call);
  EXPECT_NE(parse_expression("has(a.b)").root.kind, Node::Kind::Call);
}

}  // namespace
}  // namespace balm::expression
