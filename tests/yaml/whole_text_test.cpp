#include "common/yaml/whole_text.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

TEST(WholeText, R15ALineWithoutItsEndIsACut) {
  EXPECT_FALSE(find_cut("a: b\n", "x"));
  EXPECT_FALSE(find_cut("a: b\r\n", "x"));
  EXPECT_FALSE(find_cut("", "x")) << "whether a file may be empty is another question";
  const auto cut = find_cut("a: b\nhosts: role=we", "rules.d/x.yaml");
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->code, "E226");
  EXPECT_EQ(cut->place.source, "rules.d/x.yaml");
  EXPECT_EQ(cut->place.line, 2);
  EXPECT_EQ(cut->place.column, 15);
  EXPECT_EQ(cut->excerpt, "hosts: role=we");
}

// Of all the places where a copy may break off, only the ends of lines leave a file that loads: there it is
// the fields that are due, the manifest of the folder, and waiting for the writer that help.
TEST(WholeText, R15EveryOtherPrefixIsRefused) {
  const std::string text = "rules:\n  nginx-down:\n    when: check.nginx\n    try: [{run: nginx.restart}]\n";
  for (std::size_t length = 1; length < text.size(); ++length) {
    const std::string prefix = text.substr(0, length);
    EXPECT_EQ(find_cut(prefix, "x").has_value(), prefix.back() != '\n') << prefix;
  }
}

TEST(WholeText, AnyBytesAreSurvived) {
  EXPECT_TRUE(find_cut(std::string("\0\xFF\xE2", 3), "x"));
  EXPECT_TRUE(find_cut("\r", "x"));
  EXPECT_TRUE(find_cut("\xEF\xBB\xBF", "x"));
  EXPECT_FALSE(find_cut(std::string(2u << 20, 'a'), "x")) << "too large is said already";
}

}  // namespace
}  // namespace balm
