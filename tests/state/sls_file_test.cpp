#include "common/state/sls_file.h"

#include <gtest/gtest.h>

#include "common/state/sls_tree.h"

namespace balm {
namespace {

TEST(SlsFile, PartsWithTheirPlaces) {
  const auto parsed =
      read_sls("# what it\n#  is for\ninclude: [x]\nparams: { a: int }\nb:\n  cmd.run:\n    - name: y\n",
               "web.t", false);
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.doc, "what it\n is for");
  EXPECT_EQ(parsed.value.includes.at(0).name, "x");
  EXPECT_NE(parsed.value.params, nullptr);
  const SlsStep& step = parsed.value.steps.at(0);
  EXPECT_EQ(step.id + " " + step.module + " " + step.function, "b cmd run");
  EXPECT_EQ(step.find("name")->value->text, "y");
  EXPECT_EQ(step.find("nothing"), nullptr);
  EXPECT_EQ(step.find("name")->value->place().source, "web/t.sls");
  EXPECT_EQ(step.find("name")->value->place().line, 7);
}

TEST(SlsFile, ExcludesFilesAndIds) {
  const auto parsed = read_sls("exclude:\n  - sls: a.b\n  - id: c\n  - d\ne: test.nop\n", "t", false);
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  ASSERT_EQ(parsed.value.excludes.size(), 3u);
  EXPECT_EQ(parsed.value.excludes[1].name, "id:c");
}

TEST(SlsTree, RelativeNamesCountFromThePackage) {
  const StateFiles files = {{"a.b.init", "include: [.c, ..d]\nx: test.nop\n"},
                            {"a.b.c", "include: [.e]\nc: test.nop\n"},
                            {"a.b.e", "e: test.nop\n"},
                            {"a.d", "d: test.nop\n"}};
  const auto parsed = load_sls_tree(files, "a.b");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  std::string order;
  for (const auto& file : parsed.value.files) order += file->name + " ";
  EXPECT_EQ(order, "a.b.e a.b.c a.d a.b ");
}

TEST(SlsTree, ExcludedStepsAreGone) {
  const StateFiles files = {{"t", "include: [u, v]\nexclude:\n  - v\n  - id: b\na: test.nop\n"},
                            {"u", "b: test.nop\nc: test.nop\n"},
                            {"v", "d: test.nop\n"}};
  const auto parsed = load_sls_tree(files, "t");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  ASSERT_EQ(parsed.value.steps.size(), 2u);
  EXPECT_EQ(parsed.value.steps[0].id + parsed.value.steps[1].id, "ca");
}

}  // namespace
}  // namespace balm
