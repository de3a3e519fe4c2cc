#include "common/state/state_file.h"

#include "common/limits.h"
#include "tests/state/compiled.h"

namespace balm {
namespace {

struct FaultRow {
  const char* name;
  const char* text;
  const char* codes;
};

class Faults : public testing::TestWithParam<FaultRow> {};

TEST_P(Faults, AreFoundWhenTheFileLoads) {
  const auto parsed = compile(GetParam().text);
  EXPECT_EQ(codes(parsed.issues), GetParam().codes) << render(parsed.issues);
  EXPECT_TRUE(parsed.value.plan.empty());
  for (const Issue& issue : parsed.issues) {
    EXPECT_FALSE(issue.message.empty());
    EXPECT_EQ(issue.place.source, "t.sls");
    EXPECT_GT(issue.place.line, 0);
  }
}

constexpr FaultRow kFaults[] = {
    {"Empty", "", "E401"},
    {"OnlyComments", "# nothing\n", "E401"},
    {"AList", "- a\n", "E402"},
    {"BodyIsNull", "a:\n", "E403"},
    {"BodyIsAList", "a:\n  - x\n", "E403"},
    {"FunctionWithoutModule", "a: restarted\n", "E403"},
    {"EmptyFunction", "a: service.\n", "E403"},
    {"ShortFormWithoutFunction", "a:\n  service:\n    - name: x\n", "E404"},
    {"ArgumentsAreAText", "a:\n  cmd.run: echo\n", "E405"},
    {"TwoFunctions", "a:\n  cmd:\n    - run\n    - wait\n", "E406"},
    {"TwoArgumentsInOneItem", "a:\n  cmd.run:\n    - name: x\n      cwd: /\n", "E406"},
    {"ArgumentTwice", "a:\n  cmd.run:\n    - name: x\n    - name: y\n", "E407"},
    {"ModuleTwice", "a:\n  cmd.run: []\n  cmd.wait: []\n", "E408"},
    {"UnknownFunction", "a: service.restart\n", "E410"},
    {"UnknownModule", "a: nginx.restarted\n", "E410"},
    {"UnknownArgument", "a:\n  service.restarted:\n    - nmae: x\n", "E411"},
    {"MissingArgument", "a:\n  file.symlink:\n    - name: /x\n", "E412"},
    {"WrongType", "a:\n  file.managed:\n    - mode: '9'\n", "E413"},
    {"WrongBool", "a:\n  file.managed:\n    - makedirs: maybe\n", "E413"},
    {"WrongDuration", "a:\n  file.removed_older:\n    - age: 5 m\n", "E413"},
    {"WrongOrder", "a:\n  test.nop:\n    - order: soon\n", "E413"},
    {"ExpressionWhereNoneMayBe", "a:\n  test.nop:\n    - failhard: \"{{ true }}\"\n", "E414"},
    {"ConditionIsAList", "a:\n  test.nop:\n    - onlyif:\n      - [x]\n", "E415"},
    {"UnknownQuestion", "a:\n  test.nop:\n    - unless:\n      - fun: test.ture\n", "E415"},
    {"RetryIsAText", "a:\n  test.nop:\n    - retry: often\n", "E416"},
    {"RetryFields", "a:\n  test.nop:\n    - retry: {times: 3}\n", "E416"},
    {"RetryTooOften", "a:\n  test.nop:\n    - retry: {attempts: 100000}\n", "E416"},
    {"IfIsNoBool", "a:\n  test.nop:\n    - if: '\"yes\"'\n", "E417"},
    {"RequireIsAMap", "a: test.nop\nb:\n  test.nop:\n    - require:\n        test: a\n", "E420"},
    {"RequireIsAText", "a: test.nop\nb:\n  test.nop:\n    - require: a\n", "E420"},
    {"RequireOfTwo", "a: test.nop\nb:\n  test.nop:\n    - require:\n      - test: a\n        cmd: x\n",
     "E421"},
    {"RequireOfNobody", "a:\n  test.nop:\n    - require: [b]\n", "E422"},
    {"RequireOfAnotherModule", "a: test.nop\nb:\n  test.nop:\n    - require:\n      - cmd: a\n", "E422"},
    {"ListenWithoutReaction", "a: test.nop\n/x:\n  file.managed:\n    - listen: [a]\n", "E424"},
    {"IncludeIsAText", "include: x\na: test.nop\n", "E430"},
    {"IncludeOfNothing", "include: [x]\na: test.nop\n", "E431"},
    {"IncludeOutside", "include: [..x]\na: test.nop\n", "E431"},
    {"ExtendOfNothing", "extend:\n  b:\n    test.nop: []\na: test.nop\n", "E432"},
    {"ParamsAreAList", "params: [a]\na: test.nop\n", "E440"},
    {"ParamField", "params: { a: { typ: string } }\na: test.nop\n", "E440"},
    {"ParamType", "params: { a: text }\na: test.nop\n", "E441"},
    {"ParamDefault", "params: { a: { type: int, default: x } }\na: test.nop\n", "E441"},
    {"RequiredWithDefault", "params: { a: { type: int, required: true, default: 1 } }\na: test.nop\n",
     "E441"},
    {"AllAtOnce", "a: x.y\nb:\n  cmd.run:\n    - zzz: 1\nc:\n  test.nop:\n    - require: [d]\n",
     "E410 E411 E422"},
};

INSTANTIATE_TEST_SUITE_P(Table, Faults, testing::ValuesIn(kFaults),
                         [](const auto& row) { return row.param.name; });

TEST(StateFile, GuessesAreGiven) {
  const auto guess = [](const std::string& text) { return compile(text).issues.at(0).guess; };
  EXPECT_EQ(guess("a: service.restart\n"), "did you mean `service.restarted`?");
  EXPECT_EQ(guess("a:\n  service.restarted:\n    - nmae: x\n"), "did you mean `name`?");
  EXPECT_EQ(guess("nginx: test.nop\nb:\n  test.nop:\n    - require: [ngnix]\n"), "did you mean `nginx`?");
  EXPECT_EQ(guess("a: test.nop\nb:\n  test.nop:\n    - require:\n      - cmd: a\n"), "`a` is a `test` step");
  EXPECT_NE(guess("a:\n  service.x: []\n").find("running"), std::string::npos);
}

TEST(StateFile, AnUnknownParameterIsFoundInsideAnExpression) {
  const auto parsed = compile("params: { keep: size }\na:\n  cmd.run:\n    - name: \"x {{ params.kep }}\"\n");
  ASSERT_EQ(parsed.issues.size(), 1u) << render(parsed.issues);
  EXPECT_EQ(parsed.issues[0].place.line, 4);
  EXPECT_FALSE(parsed.issues[0].guess.empty());
}

TEST(StateFile, AllShapesOfAStep) {
  const auto parsed = compile(
      "a: test.nop\n"
      "b:\n  test.nop\n"
      "c:\n  test:\n    - nop\n"
      "d:\n  test.nop: []\n"
      "e:\n  test.show_notification:\n    - name: other\n    - text: hi\n"
      "f:\n  test:\n    - show_notification\n    - text: hi\n"
      "g:\n  test.show_notification: {text: hi}\n"
      "h:\n  test.nop:\n  cmd.run: []\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(plan_text(parsed.value), "a b c d e f g h h");
  EXPECT_EQ(to_display(parsed.value.steps[4].name.constant()), "other");
  EXPECT_EQ(to_display(parsed.value.steps[5].name.constant()), "f");
}

TEST(StateFile, IncludesComeFirstAndOnce) {
  const StateFiles files = {
      {"web.all", "include: [web.one, .two]\nz: test.nop\n"},
      {"web.one", "include: [web.two]\na: test.nop\n"},
      {"web.two", "include: [web.all]\nb: test.nop\n"},
  };
  const auto parsed = compile_state(files, "web.all");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(plan_text(parsed.value), "b a z");
  EXPECT_EQ(parsed.value.steps[0].sls, "web.two");
}

TEST(StateFile, InitFilesAreTheirFolder) {
  const StateFiles files = {{"web.init", "include: [.one]\nz: test.nop\n"}, {"web.one", "a: test.nop\n"}};
  EXPECT_EQ(plan_text(compile_state(files, "web").value), "a z");
  EXPECT_EQ(plan_text(compile_state(files, "web.init").value), "a z");
  EXPECT_EQ(compile_state(files, "web").value.steps[1].sls, "web");
}

TEST(StateFile, SeveralStatesAtOnce) {
  EXPECT_EQ(plan_text(compile_state({{"x", "a: test.nop\n"}, {"y", "b: test.nop\n"}}, "y, x").value), "b a");
}

TEST(StateFile, AnUnknownStateIsAnIssueWithAGuess) {
  const auto parsed = compile_state({{"nginx.restart", "a: test.nop\n"}}, "nginx.restrat");
  ASSERT_EQ(codes(parsed.issues), "E431");
  EXPECT_EQ(parsed.issues[0].guess, "did you mean `nginx.restart`?");
}

TEST(StateFile, IdsAreUniqueAcrossFiles) {
  const auto parsed = compile_state({{"x", "include: [y]\na: test.nop\n"}, {"y", "\na: test.nop\n"}}, "x");
  ASSERT_EQ(codes(parsed.issues), "E409");
  EXPECT_EQ(parsed.issues[0].place.source, "x.sls");
  EXPECT_EQ(parsed.issues[0].guess, "it stands in y.sls:2 too");
}

TEST(StateFile, ASlsRequisiteMeansAllItsSteps) {
  const auto parsed = compile_state({{"x", "include: [y]\nz:\n  test.nop:\n    - require:\n      - sls: y\n"},
                                     {"y", "a: test.nop\nb: test.nop\n"}},
                                    "x");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.steps[2].requisites.at(0).targets, (std::vector<std::size_t>{0, 1}));
}

TEST(StateFile, ExtendReplacesArgumentsAndAddsRequisites) {
  const auto parsed = compile_state(
      {{"x",
        "include: [y]\nextend:\n  a:\n    test.show_notification:\n      - text: new\n"
        "      - require: [c]\nc: test.nop\n"},
       {"y", "a:\n  test.show_notification:\n    - text: old\n    - require: [b]\nb: test.nop\n"}},
      "x");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(plan_text(parsed.value), "b c a");
}

TEST(StateFile, ParamsAreBoundAndChecked) {
  const auto parsed = compile(
      "params:\n  unit: { type: string, required: true }\n  drain: { type: duration, default: 90s }\n  keep: "
      "size\n"
      "  by: { type: percent, default: 20% }\na: test.nop\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  const auto bound = bind_params(parsed.value, Value::map({{"unit", "nginx"}}));
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ(to_display(*bound), "{\"by\":\"20%\",\"drain\":\"90s\",\"keep\":null,\"unit\":\"nginx\"}");
  EXPECT_FALSE(bind_params(parsed.value, Value()).ok());
  EXPECT_FALSE(bind_params(parsed.value, Value::map({{"unit", "x"}, {"drian", "1s"}})).ok());
  EXPECT_FALSE(bind_params(parsed.value, Value::map({{"unit", "x"}, {"keep", "a lot"}})).ok());
  EXPECT_FALSE(bind_params(parsed.value, Value("x")).ok());
}

TEST(StateFile, PathsAndNames) {
  EXPECT_EQ(state_name_of_path("nginx/restart.sls"), "nginx.restart");
  EXPECT_EQ(state_name_of_path("./a/b/c.sls"), "a.b.c");
  EXPECT_EQ(state_name_of_path("nginx/init.sls"), "nginx.init");
  EXPECT_EQ(state_name_of_path("README.md"), "");
  EXPECT_EQ(state_name_of_path("v1.2/x.sls"), "");
}

TEST(StateFile, TooManyStepsAreRefused) {
  std::string text;
  for (std::size_t i = 0; i <= limits::kStepsPerStateMax; ++i)
    text += "s" + std::to_string(i) + ": test.nop\n";
  EXPECT_EQ(codes_of(text), "E450");
}

TEST(StateFile, TooManyFilesAreRefused) {
  StateFiles files;
  for (std::size_t i = 0; i <= limits::kStateFilesMax + 1; ++i)
    files["f" + std::to_string(i)] =
        "include: [f" + std::to_string(i + 1) + "]\ns" + std::to_string(i) + ": test.nop\n";
  const auto parsed = compile_state(files, "f0");
  EXPECT_EQ(codes(parsed.issues), "E450");
}

// Every prefix of a file, and every file with one byte changed, gives an answer.
TEST(StateFile, AnyBytesAreSurvived) {
  const std::string text =
      "params: { n: { type: int, default: 1 } }\ninclude: [t]\na:\n  cmd.run:\n    - name: \"x {{ params.n "
      "}}\"\n"
      "    - require: [{test: b}]\n    - retry: {attempts: 2}\nb:\n  test: [nop, {order: 3}]\n";
  ASSERT_TRUE(compile(text).ok()) << render(compile(text).issues);
  for (std::size_t i = 0; i < text.size(); ++i) {
    (void)compile(text.substr(0, i));
    for (const char byte : {'\0', '{', ':', '-', '\n', '\xff'}) {
      std::string changed = text;
      changed[i] = byte;
      (void)compile(changed);
    }
  }
}

}  // namespace
}  // namespace balm
