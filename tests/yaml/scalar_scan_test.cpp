#include "common/yaml/scalar_scan.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

// Writes the text of `v` as the file spells it, byte by byte through place_at: "." where a byte has no own
// place.
std::string as_found(std::string_view yaml) {
  const auto parsed = read_yaml(yaml, "t");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  const YamlNode* node = parsed.value.find("v");
  if (node == nullptr) return "no value";
  std::string found;
  for (std::size_t i = 0; i < node->text.size(); ++i) {
    const Place place = node->place_at(i, 1);
    const std::string_view line = node->origin->line(place.line);
    const auto column = static_cast<std::size_t>(place.column - 1);
    found += column < line.size() ? line[column] : '.';
  }
  return found;
}

TEST(ScalarScan, PlainTextStandsForItself) {
  EXPECT_EQ(as_found("v: abc  d\n"), "abc  d");
  EXPECT_EQ(as_found("v: abc\n   def\n\n   ghi\n"), "abc.def.ghi")
      << "a folded line end has no place of its own";
  EXPECT_EQ(as_found("v:\n  abc   \n  def\n"), "abc def");
}

TEST(ScalarScan, QuotedTextsAndTheirEscapes) {
  EXPECT_EQ(as_found("v: 'it''s'\n"), "it's");
  EXPECT_EQ(as_found("v: 'a\n  b'\n"), "a.b");
  EXPECT_EQ(as_found("v: \"a\\tb\\x41c\\u00e9d\"\n"), "a\\b\\c\\ud");
  EXPECT_EQ(as_found("v: \"a\\\n   b\"\n"), "ab");
  EXPECT_EQ(as_found("v: \"\\Lx\"\n"), "\\Lxx");
  EXPECT_EQ(as_found("v: \"\"\n"), "");
}

TEST(ScalarScan, BlockTextsLineByLine) {
  EXPECT_EQ(as_found("v: |\n  a b\n    c\n\n  d\n"), "a b.  c..d.");
  EXPECT_EQ(as_found("v: >-\n  a\n  b\n\n  c\n"), "a b.c");
  EXPECT_EQ(as_found("v: >2-\n   a\n  b\n"), " a.b");
  EXPECT_EQ(as_found("v: |\n  \ta\n"), "\ta.");
}

TEST(ScalarScan, EndsBehindTheValue) {
  const auto parsed = read_yaml("a: 'x'   # c\nb: x y  # c\nc: |\n  t\n  u\n\nd: e\n", "t");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value.find("a")->place().end_column, 7);
  EXPECT_EQ(parsed.value.find("b")->place().end_column, 7);
  EXPECT_EQ(parsed.value.find("c")->origin->text()[parsed.value.find("c")->end - 1], 'u');
}

}  // namespace
}  // namespace balm
