#include "common/state/requisite_resolver.h"

#include "tests/state/compiled.h"

namespace balm {
namespace {

// "b require a, b onchanges c" of a text that must load.
std::string ties(const std::string& text) {
  const auto parsed = compile(text);
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  std::string shown;
  for (const Step& step : parsed.value.steps)
    for (const Requisite& requisite : step.requisites)
      for (const std::size_t target : requisite.targets)
        shown += (shown.empty() ? "" : ", ") + step.id + " " + std::string(to_text(requisite.kind)) + " " +
                 parsed.value.steps[target].id;
  return shown;
}

TEST(RequisiteResolver, ByIdNameAndModule) {
  EXPECT_EQ(
      ties("a:\n  test.nop:\n    - name: other\nb:\n  test.nop:\n    - require:\n      - test: other\n"),
      "b require a");
  EXPECT_EQ(
      ties("a: test.nop\nb:\n  cmd.run:\n    - name: a\nc:\n  test.nop:\n    - require:\n      - cmd: a\n"),
      "c require b");
}

TEST(RequisiteResolver, Globs) {
  EXPECT_EQ(ties("/etc/a: file.exists\n/etc/b: file.exists\nc:\n  test.nop:\n    - onchanges:\n      - file: "
                 "/etc/*\n"),
            "c onchanges /etc/a, c onchanges /etc/b");
}

TEST(RequisiteResolver, InwardForms) {
  EXPECT_EQ(ties("a:\n  test.nop:\n    - require_in: [b]\n    - onchanges_in:\n      - test: c\nb: "
                 "test.nop\nc: test.nop\n"),
            "b require a, c onchanges a");
  EXPECT_EQ(ties("a:\n  cmd.run:\n    - name: x\n    - watch_in:\n        test: b\nb: test.nop\n"),
            "b watch a");
  EXPECT_EQ(ties("a:\n  test.nop:\n    - prereq_in: [b]\nb: test.nop\n"), "b prereq a");
}

TEST(RequisiteResolver, WatchIsRequireWhereNothingCanReact) {
  EXPECT_EQ(ties("a: test.nop\n/x:\n  file.absent:\n    - watch: [a]\n"), "/x require a");
}

TEST(RequisiteResolver, NamesAreAllMeant) {
  EXPECT_EQ(ties("a:\n  test.nop:\n    - names: [x, y]\nb:\n  test.nop:\n    - require: [a]\nc:\n  "
                 "test.nop:\n    - require: [y]\n"),
            "b require a, b require a, c require a");
}

TEST(RequisiteResolver, OneFaultForAllNames) {
  EXPECT_EQ(codes_of("a:\n  test.nop:\n    - names: [x, y, z]\n    - require: [nobody]\n"), "E422");
}

TEST(RequisiteResolver, UseTakesArgumentsOverButNotNames) {
  const auto parsed = compile(
      "a:\n  cmd.run:\n    - name: x\n    - cwd: /tmp\n    - onlyif: 'false'\nb:\n  cmd.run:\n    - name: y\n"
      "    - use: [a]\nc:\n  cmd.run:\n    - name: z\n    - use_in: [d]\n    - cwd: /\nd:\n  cmd.run:\n    - "
      "name: w\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.steps[1].onlyif.size(), 1u);
  EXPECT_EQ(to_display(parsed.value.steps[1].name.constant()), "y");
  EXPECT_EQ(parsed.value.steps[3].arguments.at(0).first, "cwd");
  EXPECT_EQ(codes_of("a:\n  test.nop:\n    - use: [b]\n"), "E422");
}

TEST(RequisiteResolver, AFaultyStepIsNotMissed) {
  EXPECT_EQ(codes_of("a: test.nopp\nb:\n  test.nop:\n    - require: [a]\n"), "E410");
}

}  // namespace
}  // namespace balm
