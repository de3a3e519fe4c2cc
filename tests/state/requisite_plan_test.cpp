#include "common/state/requisite_plan.h"

#include "tests/state/compiled.h"

namespace balm {
namespace {

TEST(RequisitePlan, AsWrittenWhenNothingIsRequired) {
  EXPECT_EQ(plan_of("b: test.nop\na: test.nop\n"), "b a");
}

TEST(RequisitePlan, WhatIsRequiredComesBefore) {
  EXPECT_EQ(plan_of("a:\n  test.nop:\n    - require: [c]\nb: test.nop\nc:\n  test.nop:\n    - onchanges: "
                    "[d]\nd: test.nop\n"),
            "d c a b");
}

TEST(RequisitePlan, ListenersAreNotWaitedFor) {
  EXPECT_EQ(plan_of("a:\n  test.nop:\n    - listen: [b]\nb:\n  test.nop:\n    - require: [a]\n"), "a b");
}

TEST(RequisitePlan, APrereqRunsBeforeItsTargetAndAfterItsPrediction) {
  EXPECT_EQ(plan_of("b: test.nop\na:\n  test.nop:\n    - prereq: [b]\n"), "?b a b");
}

TEST(RequisitePlan, PrereqsInARow) {
  EXPECT_EQ(
      plan_of(
          "a:\n  cmd.run:\n    - name: x\n    - prereq_in:\n      - cmd: c\nb:\n  cmd.run:\n    - name: y\n"
          "    - prereq:\n      - cmd: c\nc:\n  cmd.run:\n    - name: z\n"),
      "?a ?c b c a");
}

TEST(RequisitePlan, AGivenOrderCountsBeforeTheFile) {
  EXPECT_EQ(plan_of("a:\n  test.nop:\n    - order: last\nb: test.nop\nc:\n  test.nop:\n    - order: 1\n"
                    "d:\n  test.nop:\n    - order: -1\ne:\n  test.nop:\n    - order: first\n"),
            "e c b d a");
}

TEST(RequisitePlan, RequisitesCountBeforeOrder) {
  EXPECT_EQ(plan_of("a:\n  test.nop:\n    - order: 1\n    - require: [b]\nb: test.nop\n"), "b a");
}

TEST(RequisitePlan, CirclesAreNamed) {
  const auto parsed = compile(
      "a:\n  test.nop:\n    - require: [b]\nb:\n  test.nop:\n    - onchanges: [c]\nc:\n  test.nop:\n    - "
      "watch: [a]\n");
  ASSERT_EQ(codes(parsed.issues), "E423");
  EXPECT_EQ(parsed.issues[0].message,
            "steps wait for each other: `a` waits for `b` waits for `c` waits for `a`");
  EXPECT_GT(parsed.issues[0].place.line, 0);
}

TEST(RequisitePlan, AStepThatRequiresItselfIsACircle) {
  EXPECT_EQ(codes_of("a:\n  test.nop:\n    - require: [a]\n"), "E423");
}

TEST(RequisitePlan, APredictionThatNeedsWhatWaitsForItIsACircle) {
  EXPECT_EQ(codes_of("a:\n  test.nop:\n    - prereq: [b]\nb:\n  test.nop:\n    - require: [a]\n"), "E423");
  EXPECT_EQ(codes_of("a:\n  cmd.run:\n    - name: a\n    - prereq_in:\n      - cmd: c\nb:\n  cmd.run:\n    - "
                     "name: b\n    - require_in:\n"
                     "      - cmd: a\nc:\n  cmd.run:\n    - name: c\n    - prereq:\n      - cmd: b\n"),
            "E423");
}

TEST(RequisitePlan, EveryStepRunsExactlyOnce) {
  const auto parsed =
      compile("a:\n  test.nop:\n    - names: [x, y, z]\n    - require_in: [b]\nb: test.nop\n");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(plan_text(parsed.value), "a a a b");
  EXPECT_TRUE(find_cycles(parsed.value.steps).empty());
}

}  // namespace
}  // namespace balm
