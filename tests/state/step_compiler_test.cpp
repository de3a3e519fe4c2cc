#include "common/state/step_compiler.h"

#include "tests/state/compiled.h"

namespace balm {
namespace {

TEST(StepCompiler, NamesMakeOneStepEach) {
  const auto parsed = compile(
      "a:\n  file.managed:\n    - contents: x\n    - mode: '0600'\n    - names:\n      - /one\n      - "
      "/two:\n"
      "        - mode: '0644'\n      - /one\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  ASSERT_EQ(parsed.value.steps.size(), 2u);
  EXPECT_EQ(to_display(parsed.value.steps[1].name.constant()), "/two");
  EXPECT_EQ(to_display(parsed.value.steps[1].arguments.at(1).second.constant()), "0644");
  EXPECT_EQ(to_display(parsed.value.steps[0].arguments.at(1).second.constant()), "0600");
  EXPECT_EQ(codes_of("a:\n  test.nop:\n    - names: x\n"), "E413");
  EXPECT_EQ(codes_of("a:\n  test.nop:\n    - names:\n      - x:\n        - require: [a]\n"), "E413");
}

TEST(StepCompiler, TextsAreTakenAsWritten) {
  const auto parsed = compile("a:\n  file.managed:\n    - name: /x\n    - contents: [1.10, no, 007]\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(to_display(parsed.value.steps[0].arguments.at(0).second.constant()), "[\"1.10\",\"no\",\"007\"]");
}

TEST(StepCompiler, CommonArguments) {
  const auto parsed = compile(
      "a:\n  test.nop:\n    - failhard: True\n    - timeout: 5\n    - secret: true\n    - parallel: true\n"
      "    - retry: {attempts: 3, interval: 5, splay: 2s, until: false}\n    - creates: [/a]\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  const Step& step = parsed.value.steps[0];
  EXPECT_TRUE(step.failhard && step.secret && step.creates_is_list);
  EXPECT_EQ(step.timeout, std::chrono::seconds(5));
  EXPECT_EQ(step.retry->attempts, 3);
  EXPECT_EQ(step.retry->interval, std::chrono::seconds(5));
  EXPECT_EQ(step.retry->splay, std::chrono::seconds(2));
  EXPECT_FALSE(step.retry->until);
}

TEST(StepCompiler, EqualOrdersSortAsInSalt) {
  EXPECT_EQ(plan_of("b:\n  test.nop:\n    - order: 5\na:\n  cmd.run:\n    - name: z\n    - order: 5\n"),
            "a b");
}

}  // namespace
}  // namespace balm
