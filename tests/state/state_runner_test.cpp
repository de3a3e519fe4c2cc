#include "agent/state_runner.h"

#include "agent/state_runner_step.h"
#include "tests/state/compiled.h"

namespace balm {
namespace {

struct RequisiteRow {
  const char* name;
  const char* text;
  const char* expected;
};

// The truth table of requisites: what the required step did, and what that means for the other.
class Requisites : public testing::TestWithParam<RequisiteRow> {};

TEST_P(Requisites, DecideAsInSalt) {
  EXPECT_EQ(run_text(GetParam().text), GetParam().expected);
}

constexpr RequisiteRow kRows[] = {
    {"RequireMet", "a: test.nop\nb:\n  test.nop:\n    - require: [a]\n",
     "a true: Success!\nb true: Success!\n"},
    {"RequireFailed", "a: test.fail_without_changes\nb:\n  test.nop:\n    - require: [a]\n",
     "a false: Failure!\nb false: One or more requisite failed: t.a\n"},
    {"RequireFailedTwice",
     "a: test.fail_without_changes\nb:\n  test.nop:\n    - require: [a]\nc:\n  test.nop:\n    - require: "
     "[b]\n",
     "a false: Failure!\nb false: One or more requisite failed: t.a\nc false: One or more requisite failed: "
     "t.b\n"},
    {"RequireAny", "a: test.fail_without_changes\nb: test.nop\nc:\n  test.nop:\n    - require_any: [a, b]\n",
     "a false: Failure!\nb true: Success!\nc true: Success!\n"},
    {"RequireAnyAllFailed",
     "a: test.fail_without_changes\nb: test.fail_without_changes\nc:\n  test.nop:\n    - require_any: [a, "
     "b]\n",
     "a false: Failure!\nb false: Failure!\nc false: One or more requisite failed: t.a, t.b\n"},
    {"RequireIn", "a:\n  test.fail_without_changes:\n    - require_in:\n      - test: b\nb: test.nop\n",
     "a false: Failure!\nb false: One or more requisite failed: t.a\n"},
    {"OnchangesMet", "a: test.succeed_with_changes\nb:\n  test.nop:\n    - onchanges: [a]\n",
     "a true changed: Success!\nb true: Success!\n"},
    {"OnchangesUnchanged", "a: test.nop\nb:\n  test.nop:\n    - onchanges: [a]\n",
     "a true: Success!\nb true: State was not run because none of the onchanges reqs changed\n"},
    {"OnchangesFailed", "a: test.fail_with_changes\nb:\n  test.nop:\n    - onchanges: [a]\n",
     "a false changed: Failure!\nb false: One or more requisite failed: t.a\n"},
    {"OnchangesOneOfTwo",
     "a: test.nop\nb: test.succeed_with_changes\nc:\n  test.nop:\n    - onchanges: [a, b]\n",
     "a true: Success!\nb true changed: Success!\nc true: Success!\n"},
    {"OnchangesAnyForgivesFailure",
     "a: test.fail_without_changes\nb: test.succeed_with_changes\nc:\n  test.nop:\n    - onchanges_any: [a, "
     "b]\n",
     "a false: Failure!\nb true changed: Success!\nc true: Success!\n"},
    {"OnfailMet", "a: test.fail_without_changes\nb:\n  test.nop:\n    - onfail: [a]\n",
     "a false: Failure!\nb true: Success!\n"},
    {"OnfailNothingFailed", "a: test.nop\nb:\n  test.nop:\n    - onfail: [a]\n",
     "a true: Success!\nb true: State was not run because onfail req did not change\n"},
    {"OnfailOneOfTwo", "a: test.nop\nb: test.fail_without_changes\nc:\n  test.nop:\n    - onfail: [a, b]\n",
     "a true: Success!\nb false: Failure!\nc true: Success!\n"},
    {"OnfailAllNotAll",
     "a: test.nop\nb: test.fail_without_changes\nc:\n  test.nop:\n    - onfail_all: [a, b]\n",
     "a true: Success!\nb false: Failure!\nc true: State was not run because onfail req did not change\n"},
    {"OnfailAllMet",
     "a: test.fail_without_changes\nb: test.fail_without_changes\nc:\n  test.nop:\n    - onfail_all: [a, "
     "b]\n",
     "a false: Failure!\nb false: Failure!\nc true: Success!\n"},
    {"OnfailOfABlockedStep",
     "a: test.fail_without_changes\nb:\n  test.nop:\n    - require: [a]\nc:\n  test.nop:\n    - onfail: "
     "[b]\n",
     "a false: Failure!\nb false: One or more requisite failed: t.a\nc true: Success!\n"},
    {"WatchFires", "a: test.succeed_with_changes\nb:\n  test.nop:\n    - watch: [a]\n",
     "a true changed: Success!\nb true changed: watched\n"},
    {"WatchUnchanged", "a: test.nop\nb:\n  test.nop:\n    - watch: [a]\n",
     "a true: Success!\nb true: Success!\n"},
    {"WatchFailed", "a: test.fail_with_changes\nb:\n  test.nop:\n    - watch: [a]\n",
     "a false changed: Failure!\nb false: One or more requisite failed: t.a\n"},
    {"WatchNotTwiceWhenChangedItself",
     "a: test.succeed_with_changes\nb:\n  test.succeed_with_changes:\n    - watch: [a]\n",
     "a true changed: Success!\nb true changed: Success!\n"},
    {"WatchNotWhenConditionSaysNo",
     "a: test.succeed_with_changes\nb:\n  test.nop:\n    - watch: [a]\n    - onlyif:\n      - fun: "
     "test.false\n",
     "a true changed: Success!\nb true: onlyif condition is false\n"},
    {"WatchAny",
     "a: test.fail_with_changes\nb: test.succeed_with_changes\nc:\n  test.nop:\n    - watch_any: [a, b]\n",
     "a false changed: Failure!\nb true changed: Success!\nc true changed: watched\n"},
    {"PrereqNeeded", "a:\n  test.nop:\n    - prereq: [b]\nb: test.succeed_with_changes\n",
     "a true: Success!\nb true changed: Success!\n"},
    {"PrereqNotNeeded", "a:\n  test.succeed_with_changes:\n    - prereq: [b]\nb: test.nop\n",
     "a true: No changes detected\nb true: Success!\n"},
    {"PrereqTargetWouldFail", "a:\n  test.nop:\n    - prereq: [b]\nb: test.fail_without_changes\n",
     "a false: One or more requisite failed: t.b\nb false: Failure!\n"},
    {"ListenRunsLast", "a:\n  test.nop:\n    - listen: [b]\nb: test.succeed_with_changes\nc: test.nop\n",
     "a true: Success!\nb true changed: Success!\nc true: Success!\nlistener_a true changed: watched\n"},
    {"ListenUnchanged", "a:\n  test.nop:\n    - listen: [b]\nb: test.nop\n",
     "a true: Success!\nb true: Success!\n"},
    {"FailhardEndsTheRun", "a:\n  test.fail_without_changes:\n    - failhard: true\nb: test.nop\n",
     "a false: Failure!\n"},
    {"FailuresDoNotStopOthers", "a: test.fail_without_changes\nb: test.nop\n",
     "a false: Failure!\nb true: Success!\n"},
};

INSTANTIATE_TEST_SUITE_P(Table, Requisites, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

// One step by itself: what the runner is made of.
TEST(StateRunner, AStepAloneKnowsItsTimes) {
  const auto parsed = compile("a:\n  test.nop:\n    - retry: {attempts: 2, every: 5s, until: false}\n");
  ScriptedWorld world;
  const agent::StateRun run{.document = &parsed.value, .scope = Value(ValueMap{})};
  agent::StepCaller caller(run, world);
  const StepResult result = caller.call(parsed.value.steps[0], {}, {});
  EXPECT_EQ(result.took, std::chrono::seconds(5));
  EXPECT_EQ(result.start, WallTime::from_seconds(1000));
}

TEST(StateRunner, OnlyifNeedsAllUnlessNeedsAll) {
  ScriptedWorld world;
  world.exit_codes = {{"yes", 0}, {"no", 1}};
  const auto comment = [&](const std::string& conditions) {
    const auto ran = run_text("a:\n  test.succeed_with_changes:\n" + conditions, world);
    return ran.outcome.results.at(0).comment;
  };
  EXPECT_EQ(comment("    - onlyif: [\"yes\", \"no\"]\n"), "onlyif condition is false");
  EXPECT_EQ(comment("    - onlyif: \"yes\"\n"), "Success!");
  EXPECT_EQ(comment("    - unless: [\"yes\", \"yes\"]\n"), "unless condition is true");
  EXPECT_EQ(comment("    - unless: [\"yes\", \"no\"]\n"), "Success!");
  EXPECT_EQ(comment("    - onlyif: \"no\"\n    - unless: \"yes\"\n"),
            "onlyif condition is false\nunless condition is true");
  EXPECT_EQ(comment("    - onlyif: \"yes\"\n    - unless: \"yes\"\n"),
            "onlyif condition is true\nunless condition is true");
}

TEST(StateRunner, AConditionThatCannotBeStartedLeavesTheHostAlone) {
  ScriptedWorld world;
  EXPECT_EQ(run_text("a:\n  test.nop:\n    - onlyif: gone\n", world).text,
            "a true: onlyif condition is false\n");
  EXPECT_EQ(run_text("a:\n  test.nop:\n    - unless: gone\n", world).text,
            "a true: unless condition is true\n");
}

TEST(StateRunner, CreatesLooksAtAllPaths) {
  ScriptedWorld world;
  world.paths = {{"/a", true}, {"/b", false}};
  EXPECT_EQ(run_text("x:\n  test.nop:\n    - creates: /a\n", world).text, "x true: /a exists\n");
  EXPECT_EQ(run_text("x:\n  test.nop:\n    - creates: [/a, /b]\n", world).text, "x true: Success!\n");
  world.paths["/b"] = true;
  EXPECT_EQ(run_text("x:\n  test.nop:\n    - creates: [/a, /b]\n", world).text,
            "x true: All files in creates exist\n");
}

TEST(StateRunner, CheckCmdDecides) {
  ScriptedWorld world;
  world.exit_codes = {{"good", 0}, {"bad", 1}};
  EXPECT_EQ(run_text("x:\n  test.nop:\n    - check_cmd: [good]\n", world).text,
            "x true: check_cmd determined the state succeeded\n");
  EXPECT_EQ(run_text("x:\n  test.nop:\n    - check_cmd: [good, bad]\n", world).text,
            "x false: check_cmd determined the state failed\n");
}

TEST(StateRunner, RetriesUntilItIsAsWanted) {
  ScriptedWorld world;
  world.reports["x"] = {{false, Value(ValueMap{}), "no", false},
                        {false, Value(ValueMap{}), "not yet", false},
                        {true, Value(ValueMap{}), "there", false}};
  EXPECT_EQ(run_text("x:\n  test.nop:\n    - retry: {attempts: 5, every: 10s}\n", world).text,
            "x true: Attempt 1: Returned a result of \"False\", with the following comment: \"no\"\n"
            "Attempt 2: Returned a result of \"False\", with the following comment: \"not yet\"\nthere\n");
  EXPECT_EQ(world.log_text(), "act test.nop x\nwait 10\nact test.nop x\nwait 10\nact test.nop x\n");
}

TEST(StateRunner, RetryTrueIsTwoAttemptsThirtySecondsApart) {
  ScriptedWorld world;
  const Ran ran = run_text("x:\n  test.fail_without_changes:\n    - retry: True\n", world);
  EXPECT_EQ(world.log_text(), "act test.fail_without_changes x\nwait 30\nact test.fail_without_changes x\n");
  EXPECT_EQ(ran.outcome.results.at(0).took, std::chrono::seconds(30));
}

TEST(StateRunner, ATestRunNeverActsNorRetries) {
  ScriptedWorld world;
  const Ran ran = run_text(
      "a:\n  test.succeed_with_changes:\n    - retry: true\nb:\n  test.nop:\n    - watch: [a]\n"
      "c:\n  test.fail_without_changes:\n    - failhard: true\n    - retry: {attempts: 9}\nd:\n  test.nop:\n "
      "   - prereq: [a]\n",
      world, true);
  for (const std::string& line : world.log) EXPECT_TRUE(line.starts_with("predict ")) << line;
  EXPECT_TRUE(ran.outcome.changed);
}

TEST(StateRunner, WhatCannotPredictIsNotEvenAsked) {
  static constexpr FunctionRow kBlind{.name = "test.blind", .can_predict = false};
  auto parsed = compile("a: test.nop\n");
  parsed.value.steps[0].function = &kBlind;
  ScriptedWorld world;
  QuietWatch watch;
  const auto outcome = agent::run_state({.document = &parsed.value, .test = true}, world, watch);
  EXPECT_EQ(world.log_text(), "");
  EXPECT_FALSE(outcome.results.at(0).result.has_value());
}

TEST(StateRunner, BeginIsAskedBeforeAnythingHappensAndEndToldForEach) {
  const auto parsed = compile(
      "a: test.fail_without_changes\nb:\n  test.nop:\n    - require: [a]\nc:\n  test.nop:\n    - onlyif: "
      "x\n");
  ScriptedWorld world;
  QuietWatch watch;
  (void)agent::run_state({.document = &parsed.value}, world, watch);
  EXPECT_EQ(watch.begun, (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(watch.ended, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(StateRunner, BeginThatSaysNoEndsTheRun) {
  const auto parsed = compile("a: test.nop\nb: test.nop\nc: test.nop\n");
  ScriptedWorld world;
  QuietWatch watch;
  watch.allow = 1;
  const auto outcome = agent::run_state({.document = &parsed.value}, world, watch);
  EXPECT_TRUE(outcome.cancelled);
  EXPECT_EQ(outcome_text(outcome), "a true: Success!\n");
}

TEST(StateRunner, ACancelledWorldEndsRetriesAndTheRun) {
  ScriptedWorld world;
  world.on_act = [&](const std::string&) { world.stop = true; };
  const Ran ran =
      run_text("a:\n  test.fail_without_changes:\n    - retry: {attempts: 100}\nb: test.nop\n", world);
  EXPECT_TRUE(ran.outcome.cancelled);
  EXPECT_EQ(ran.outcome.results.size(), 1u);
}

TEST(StateRunner, IfIsCelOverScopeAndEarlierSteps) {
  ScriptedWorld world;
  const std::string text =
      "params: { n: { type: int, default: 3 } }\n"
      "a: test.fail_without_changes\n"
      "b:\n  test.nop:\n    - if: params.n > 2 && steps[\"a\"].result == false\n"
      "c:\n  test.nop:\n    - if: params.n > 5\n"
      "d:\n  test.nop:\n    - if: steps[\"zzz\"].result\n";
  EXPECT_TRUE(run_text(text, world)
                  .text.starts_with("a false: Failure!\nb true: Success!\n"
                                    "c true: State was not run because `if` is false\n"
                                    "d false: `if` could not be evaluated:"));
}

TEST(StateRunner, ArgumentsMayHoldExpressionsAndKeepTheirType) {
  ScriptedWorld world;
  const std::string text =
      "params: { keep: { type: size, default: 500M }, on: { type: bool, default: true } }\n"
      "a:\n  file.managed:\n    - name: \"/x/{{ params.keep }}\"\n    - contents: \"{{ params.keep }} and {{ "
      "1 + 1 }}\"\n"
      "    - makedirs: \"{{ params.on }}\"\n";
  const Ran ran = run_text(text, world);
  EXPECT_EQ(ran.outcome.results.at(0).name, "/x/500M");
  EXPECT_EQ(to_display(world.last_arguments), "{\"contents\":[\"500M and 2\"],\"makedirs\":true}");
}

TEST(StateRunner, AnArgumentOfTheWrongTypeFailsItsStepOnly) {
  ScriptedWorld world;
  const Ran ran =
      run_text("a:\n  file.managed:\n    - name: /x\n    - makedirs: \"{{ [1] }}\"\nb: test.nop\n", world);
  EXPECT_EQ(ran.outcome.results.at(0).result, std::optional(false));
  EXPECT_EQ(ran.outcome.results.at(1).result, std::optional(true));
  EXPECT_EQ(world.log_text(), "act test.nop b\n");
}

TEST(StateRunner, EventDataIsNeverLookedAtAgain) {
  ScriptedWorld world;
  const auto parsed = compile("a:\n  test.show_notification:\n    - text: \"{{ event.output }}\"\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  agent::StateRun run{.document = &parsed.value};
  run.scope = Value::map({{"event", Value::map({{"output", "{{ 1 + 1 }}"}})}});
  QuietWatch watch;
  (void)agent::run_state(run, world, watch);
  EXPECT_EQ(to_display(world.last_arguments["text"]), "{{ 1 + 1 }}");
}

TEST(StateRunner, SecretStepsKeepTheirMouthShut) {
  ScriptedWorld world;
  const Ran ran = run_text("a:\n  test.succeed_with_changes:\n    - secret: true\n", world);
  EXPECT_EQ(ran.text, "a true changed: (hidden)\n");
  EXPECT_EQ(to_display(ran.outcome.results.at(0).changes), "{\"hidden\":true}");
}

TEST(StateRunner, ResultsAreNumberedAndSummedUp) {
  ScriptedWorld world;
  const Ran ran = run_text("a: test.succeed_with_changes\nb: test.nop\n", world);
  EXPECT_EQ(ran.outcome.results.at(1).run_num, 1u);
  EXPECT_EQ(ran.outcome.comment, "2 steps, 1 changed");
  EXPECT_EQ(run_text("a: test.fail_without_changes\n", world).outcome.comment, "`a`: Failure!");
}

}  // namespace
}  // namespace balm
