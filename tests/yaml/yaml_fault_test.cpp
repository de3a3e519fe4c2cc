#include "common/yaml/yaml_fault.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

std::string said(std::string_view yaml) {
  const auto parsed = read_yaml(yaml, "rules.d/x.yaml");
  return parsed.issues.empty() ? "" : render(parsed.issues[0]);
}

// The whole texts, as an author sees them: changing one is a decision.
TEST(YamlFault, SaysWhatToWriteInstead) {
  EXPECT_EQ(said("rules:\n  r:\n    if: \"web\" in host.roles\n"),
            "rules.d/x.yaml:3:15: error E115: text goes on behind the closing quote\n"
            "  3 |     if: \"web\" in host.roles\n"
            "    |               ^ put the whole value in quotes, or write it below `>-`\n");
  EXPECT_EQ(
      said("key: '{{ event.ok ? \"a\" : \"b\" }}'\nif: event.ok ? 1 : 2\n"),
      "rules.d/x.yaml:2:18: error E116: `: ` inside a value that is not quoted (the `:` of `c ? x : y` too)\n"
      "  2 | if: event.ok ? 1 : 2\n"
      "    |                  ^ put the value in quotes, or write it below `>-`\n");
  EXPECT_EQ(said("if: !event.ok && x\n"),
            "rules.d/x.yaml:1:5: error E113: a leading `!` is a YAML tag, not a \"not\"\n"
            "  1 | if: !event.ok && x\n"
            "    |     ^^^^^^^^^ put the whole value in quotes, or write it below `>-`\n");
  EXPECT_EQ(said("a: [1, 2\nb: 3\n"),
            "rules.d/x.yaml:1:4: error E120: this bracket is never closed\n"
            "  1 | a: [1, 2\n"
            "    |    ^ a value with brackets in it wants quotes\n");
  EXPECT_EQ(said("a: \"\\d+\"\n"),
            "rules.d/x.yaml:1:5: error E123: `\\d` is no escape in double quotes\n"
            "  1 | a: \"\\d+\"\n"
            "    |     ^^ use single quotes, or double the backslash\n");
}

TEST(YamlFault, NothingOfTheLibrarysOwnWordsComesThrough) {
  for (const char* yaml : {"a: - b",      "a: @x",          "a: `x`",       "a: %x",
                           "a: b: c",     "a: ]",           "- a\n b",      "a: |x\n  b\n",
                           "a: >0\n b\n", "a: *",           "a: &",         "a: ! !x y",
                           "a: !<x",      "a: \"\\q\"",     "a: {b",        "a:\n  - b\n c\n",
                           "? a: b: c",   "a: \"\\ud800\"", "a: \"\\xZZ\"", "a: &x &y z"})
    EXPECT_EQ(said(yaml).find("E124"), std::string::npos) << said(yaml);
}

}  // namespace
}  // namespace balm
