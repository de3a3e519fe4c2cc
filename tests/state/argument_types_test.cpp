#include "common/state/argument_types.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

std::string typed(const Value& value, ArgumentType type) {
  auto result = typed_argument(value, type);
  return result ? to_display(*result) : "error";
}

TEST(ArgumentTypes, Texts) {
  EXPECT_EQ(typed(5, ArgumentType::Text), "5");
  EXPECT_EQ(typed(Value(ValueList{}), ArgumentType::Text), "error");
  EXPECT_EQ(typed("a", ArgumentType::TextList), "[\"a\"]");
  EXPECT_EQ(typed(Value(ValueList{1, "b"}), ArgumentType::TextList), "[\"1\",\"b\"]");
}

TEST(ArgumentTypes, Modes) {
  for (const Value& mode : {Value("0644"), Value(644), Value("644"), Value("0o644")})
    EXPECT_EQ(typed(mode, ArgumentType::Mode), "0644");
  EXPECT_EQ(typed("4755", ArgumentType::Mode), "4755");
  EXPECT_EQ(typed("keep", ArgumentType::Mode), "keep");
  for (const char* bad : {"0888", "rw", "", "12345"})
    EXPECT_EQ(typed(bad, ArgumentType::Mode), "error") << bad;
}

TEST(ArgumentTypes, Durations) {
  EXPECT_EQ(typed("90s", ArgumentType::Span), "90s");
  EXPECT_EQ(typed(5, ArgumentType::Span), "5s");
  EXPECT_EQ(typed("7", ArgumentType::Span), "7s");
  EXPECT_EQ(typed(0.5, ArgumentType::Span), "0.5s");
  EXPECT_EQ(typed(-1, ArgumentType::Span), "error");
  EXPECT_EQ(typed("5 m", ArgumentType::Span), "error");
}

TEST(ArgumentTypes, NumbersAndBools) {
  EXPECT_EQ(typed("12", ArgumentType::Int), "12");
  EXPECT_EQ(typed(2.0, ArgumentType::Int), "2");
  EXPECT_EQ(typed("007", ArgumentType::Int), "error");
  EXPECT_EQ(typed("yes", ArgumentType::Bool), "true");
  EXPECT_EQ(typed(1, ArgumentType::Bool), "error");
  EXPECT_EQ(typed("500M", ArgumentType::Size), "524288000");
  EXPECT_EQ(typed("1.5", ArgumentType::Number), "1.5");
}

TEST(ArgumentTypes, MapsAndLists) {
  const Value list(ValueList{Value::map({{"A", 1}}), Value::map({{"B", 2}})});
  EXPECT_EQ(typed(list, ArgumentType::Map), "{\"A\":1,\"B\":2}");
  EXPECT_EQ(typed("x", ArgumentType::Map), "error");
  EXPECT_EQ(typed(0, ArgumentType::List), "[0]");
}

TEST(ArgumentTypes, NullStaysNull) {
  for (int i = 0; i <= static_cast<int>(ArgumentType::Any); ++i)
    EXPECT_EQ(typed(Value(), static_cast<ArgumentType>(i)), "null");
}

}  // namespace
}  // namespace balm
