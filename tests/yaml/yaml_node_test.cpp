#include "common/yaml/yaml_node.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

TEST(YamlNode, FindsAndNames) {
  const auto parsed = read_yaml("a: [1]\nb: {c: d}\ne:\n", "t");
  ASSERT_TRUE(parsed.ok());
  const YamlNode& root = parsed.value;
  EXPECT_EQ(kind_name(root), "a map");
  EXPECT_EQ(kind_name(*root.find("a")), "a list");
  EXPECT_EQ(kind_name(*root.find("b")->find("c")), "text");
  EXPECT_EQ(kind_name(*root.find("e")), "nothing");
  EXPECT_EQ(root.find("a")->find("x"), nullptr) << "a list has no keys";
}

TEST(YamlNode, FaultsShowTheirLineLongAfterReading) {
  YamlNode kept;
  {
    const auto parsed = read_yaml("list:\n  - {key: value}\n", "t.yaml");
    kept = *parsed.value.find("list")->items[0].find("key");
  }
  EXPECT_EQ(render(kept.error("E213", "not that", "this")),
            "t.yaml:2:11: error E213: not that\n  2 |   - {key: value}\n    |           ^^^^^ this\n");
}

TEST(YamlNode, ANodeOfNoFileHasNoPlace) {
  const YamlNode node;
  EXPECT_EQ(node.place(), Place{});
  EXPECT_EQ(node.place_at(7), Place{});
  EXPECT_EQ(node.error("E201", "x").excerpt, "");
}

TEST(Relocate, MovesIssuesToWhereTheTextStands) {
  const auto parsed = read_yaml("if: >-\n  a\n   && b\n  && wrong\n", "t");
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed.value.find("if")->text, "a\n && b\n&& wrong");
  Issue issue;
  issue.place = {"", 3, 4, 9};
  Issues issues{issue};
  relocate(issues, *parsed.value.find("if"));
  EXPECT_EQ(issues[0].place, (Place{"t", 4, 6, 11}));
  EXPECT_EQ(issues[0].excerpt, "  && wrong");
}

}  // namespace
}  // namespace balm
