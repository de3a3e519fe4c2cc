// Long texts and lists of lists cost steps, so that a short expression cannot buy much work.
#include "common/expression/weight.h"

#include <gtest/gtest.h>

namespace balm::expression {
namespace {

Value numbers(std::size_t count) {
  return Value(ValueList(count, Value(1)));
}

TEST(Weight, SmallValuesAreFree) {
  EXPECT_EQ(weight(Value()), 0u);
  EXPECT_EQ(weight(Value(7)), 0u);
  EXPECT_EQ(weight(Value("short")), 0u);
}

TEST(Weight, TextsCostByLengthCollectionsByElements) {
  EXPECT_EQ(weight(Value(std::string(63, 'x'))), 0u);
  EXPECT_EQ(weight(Value(std::string(64, 'x'))), 1u);
  EXPECT_EQ(weight(Value(std::string(6'400, 'x'))), 100u);
  EXPECT_EQ(weight(numbers(50)), 50u);
  EXPECT_EQ(weight(Value::map({{"a", numbers(50)}})), 1u) << "what is in them is shared, not copied";
}

TEST(Weight, WalkingCostsWhatIsInside) {
  const Value nested(ValueList(10, numbers(10)));
  EXPECT_EQ(deep_weight(nested, 1'000), 110u);
  EXPECT_EQ(deep_weight(Value::map({{"a", numbers(50)}}), 1'000), 51u);
}

TEST(Weight, CountingStopsSoonAfterTheLimit) {
  Value shared = numbers(100);
  for (int level = 0; level < 12; ++level) shared = Value(ValueList(100, shared));  // 100^13 elements
  EXPECT_GT(deep_weight(shared, 1'000), 1'000u);
  EXPECT_LT(deep_weight(shared, 1'000), 10'000u);
}

}  // namespace
}  // namespace balm::expression
