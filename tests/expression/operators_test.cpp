#include "common/expression/operators.h"

#include <limits>

#include <gtest/gtest.h>

#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
constexpr auto kMin = std::numeric_limits<std::int64_t>::min();

TEST(Operators, WholeNumbersNeverWrap) {
  EXPECT_TRUE(is_error(calculate(Operator::Add, Value(kMax), Value(std::int64_t{1}))));
  EXPECT_TRUE(is_error(calculate(Operator::Subtract, Value(kMin), Value(std::int64_t{1}))));
  EXPECT_TRUE(is_error(calculate(Operator::Multiply, Value(kMin), Value(std::int64_t{-1}))));
  EXPECT_TRUE(is_error(calculate(Operator::Divide, Value(kMin), Value(std::int64_t{-1}))));
  EXPECT_TRUE(is_error(negate(Value(kMin))));
  EXPECT_FALSE(is_error(calculate(Operator::Add, Value(kMax), Value(std::int64_t{0}))));
}

TEST(Operators, DivisionByZeroIsAnErrorAndNotTheEnd) {
  EXPECT_TRUE(is_error(calculate(Operator::Divide, Value(7), Value(0))));
  EXPECT_TRUE(is_error(calculate(Operator::Remainder, Value(7), Value(0))));
  EXPECT_EQ(shown(calculate(Operator::Remainder, Value(-7), Value(2))), "int -1");
}

TEST(Operators, KindsThatDoNotMeetAreNamed) {
  const Outcome outcome = calculate(Operator::Add, Value(1), Value("a"));
  ASSERT_TRUE(is_error(outcome));
  EXPECT_NE(std::get<EvalError>(outcome).message.find("int + string"), std::string::npos);
}

TEST(Operators, NumbersOfAllKindsHaveOneOrder) {
  EXPECT_EQ(compare(Value(1), Value(1.0)), std::partial_ordering::equivalent);
  EXPECT_EQ(compare(Value(kMax), Value(1e19)), std::partial_ordering::less);
  EXPECT_EQ(compare(Value(-1), Value::uint(0)), std::partial_ordering::less);
  EXPECT_EQ(compare(Value(1.0), Value(std::nan(""))), std::partial_ordering::unordered);
  EXPECT_FALSE(compare(Value(1), Value("1")));
}

TEST(Operators, NothingHoldsOfWhatHasNoOrder) {
  for (const Operator op : {Operator::Less, Operator::LessEqual, Operator::Greater, Operator::GreaterEqual}) {
    EXPECT_FALSE(holds(op, std::partial_ordering::unordered));
    EXPECT_EQ(holds(op, std::partial_ordering::equivalent),
              op == Operator::LessEqual || op == Operator::GreaterEqual);
  }
  EXPECT_TRUE(holds(Operator::Less, std::partial_ordering::less));
  EXPECT_FALSE(holds(Operator::Greater, std::partial_ordering::less));
}

}  // namespace
}  // namespace balm::expression
