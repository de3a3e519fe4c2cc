#include "common/state/requisite_check.h"

#include "tests/state/compiled.h"

namespace balm {
namespace {

StepResult ended(std::optional<bool> result, bool changed) {
  StepResult step;
  step.result = result;
  if (changed) step.changes = Value::map({{"x", 1}});
  return step;
}

Readiness readiness(const std::string& kind, const StepResult& first) {
  const auto parsed = compile("a: test.nop\nb:\n  test.nop:\n    - " + kind + ": [a]\n");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  StepResults results = {first, std::nullopt};
  return check_requisites(parsed.value.steps[1], parsed.value.steps, results, results).readiness;
}

TEST(RequisiteCheck, WhatWouldChangeCountsAsChanged) {
  const StepResult would = ended(std::nullopt, true);
  EXPECT_EQ(readiness("require", would), Readiness::Ready);
  EXPECT_EQ(readiness("onchanges", would), Readiness::Ready);
  EXPECT_EQ(readiness("watch", would), Readiness::Watched);
  EXPECT_EQ(readiness("prereq", would), Readiness::Ready);
  EXPECT_EQ(readiness("onfail", would), Readiness::Ready);
}

TEST(RequisiteCheck, AChangeThatFailedBlocks) {
  const StepResult failed = ended(false, true);
  for (const char* kind :
       {"require", "require_any", "watch", "watch_any", "onchanges", "onchanges_any", "prereq"})
    EXPECT_EQ(readiness(kind, failed), Readiness::Blocked) << kind;
  for (const char* kind : {"onfail", "onfail_any", "onfail_all"})
    EXPECT_EQ(readiness(kind, failed), Readiness::Ready) << kind;
}

TEST(RequisiteCheck, WhatHasNotEndedSaysNothing) {
  const auto parsed = compile("a: test.nop\nb:\n  test.nop:\n    - require: [a]\n");
  const StepResults none(2);
  EXPECT_EQ(check_requisites(parsed.value.steps[1], parsed.value.steps, none, none).readiness,
            Readiness::Ready);
}

TEST(RequisiteCheck, NamesWhatChangedAndWhatFailed) {
  const auto parsed =
      compile("a: test.nop\nb:\n  test.nop:\n    - watch: [a]\nc:\n  test.nop:\n    - require: [a, b]\n");
  StepResults results = {ended(true, true), std::nullopt, std::nullopt};
  EXPECT_EQ(check_requisites(parsed.value.steps[1], parsed.value.steps, results, results).changed,
            (std::vector<std::string>{"test: a"}));
  results = {ended(false, false), ended(false, false), std::nullopt};
  EXPECT_EQ(check_requisites(parsed.value.steps[2], parsed.value.steps, results, results).failed,
            (std::vector<std::string>{"t.a", "t.b"}));
}

}  // namespace
}  // namespace balm
