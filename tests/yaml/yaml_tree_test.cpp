// What the tree says about one and the same text in YAML's spellings.
#include "common/yaml/yaml_tree.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

// Maps in {}, lists in [], keys and texts in <>, so that nothing hides.
std::string shape(const YamlNode& node) {
  std::string text;
  switch (node.kind) {
    case YamlNode::Kind::Null:
      return "~";
    case YamlNode::Kind::Scalar:
      return "<" + node.text + ">";
    case YamlNode::Kind::Sequence:
      for (const YamlNode& item : node.items) text += shape(item);
      return "[" + text + "]";
    case YamlNode::Kind::Map:
      for (const YamlEntry& entry : node.entries) text += shape(entry.key) + shape(entry.value);
      return "{" + text + "}";
  }
  return text;
}

std::string shape_of(std::string_view yaml) {
  const auto parsed = read_yaml(yaml, "t");
  return parsed.ok() ? shape(parsed.value) : render(parsed.issues);
}

TEST(YamlTree, SpellingsOfOneTree) {
  for (const char* yaml :
       {"a: [b, ~]", "{a: [b, null]}", "a:\n- b\n-\n", "a:\n  - 'b'\n  - ~ # c\n", "? a\n: [b, NULL]\n# c\n"})
    EXPECT_EQ(shape_of(yaml), "{<a>[<b>~]}") << yaml;
  EXPECT_EQ(shape_of("{a: [b,], c}"), "{<a>[<b>]<c>~}");
}

TEST(YamlTree, TextsStayTexts) {
  EXPECT_EQ(shape_of("[yes, 0755, 1.10, 20%, 02:30, 2024-01-01, 1e3, .nan, 0x1F, 'null', \"~\"]"),
            "[<yes><0755><1.10><20%><02:30><2024-01-01><1e3><.nan><0x1F><null><~>]");
}

TEST(YamlTree, SaltsShape) {
  EXPECT_EQ(shape_of("nginx is up:\n  service.running:\n    - name: nginx\n    - require: [pkg]\n"),
            "{<nginx is up>{<service.running>[{<name><nginx>}{<require>[<pkg>]}]}}");
}

}  // namespace
}  // namespace balm
