#include "common/state/step_result.h"

#include <gtest/gtest.h>

#include "common/value_json.h"

namespace balm {
namespace {

StepResult some_step() {
  StepResult step;
  step.id = "a";
  step.name = "echo a";
  step.sls = "x";
  step.function = "cmd.run";
  step.result = true;
  step.changes = Value::map({{"stdout", "a"}});
  step.comment = "ok";
  step.run_num = 3;
  step.start = WallTime::from_ms(1234);
  step.took = std::chrono::milliseconds(5);
  return step;
}

TEST(StepResult, IsReadBackAsWritten) {
  const auto read = step_results_from(*value_from_json(to_json(to_value({some_step()}))));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(to_json(to_value(read)), to_json(to_value({some_step()})));
  EXPECT_EQ(read[0].tag(), "cmd_|-a_|-echo a_|-run");
}

TEST(StepResult, NullIsKept) {
  StepResult step = some_step();
  step.result.reset();
  EXPECT_FALSE(step_results_from(to_value({step})).at(0).result.has_value());
  EXPECT_FALSE(step.failed());
}

TEST(StepResult, LongTextsAreCutToFit) {
  std::vector<StepResult> steps(20, some_step());
  for (StepResult& step : steps) step.changes = Value::map({{"stdout", std::string(100'000, 'x')}});
  const Value value = to_value(steps);
  EXPECT_LE(to_json(value).size(), limits::kResultBytesMax);
  EXPECT_NE(to_json(value).find("bytes cut]"), std::string::npos);
}

TEST(StepResult, AnyValueIsSurvived) {
  EXPECT_TRUE(step_results_from(Value("x")).empty());
  EXPECT_EQ(step_results_from(Value(ValueList{1})).size(), 1u);
}

}  // namespace
}  // namespace balm
