#include "common/yaml/yaml_reader.h"

#include <gtest/gtest.h>

#include "common/limits.h"

namespace balm {
namespace {

Parsed<YamlNode> read(std::string_view text) {
  return read_yaml(text, "t.yaml");
}

// "E110 2:1" for each issue, one per line.
std::string faults(std::string_view text) {
  std::string out;
  for (const Issue& issue : read(text).issues) {
    if (!out.empty()) out += "\n";
    out += issue.code + " " + std::to_string(issue.place.line) + ":" + std::to_string(issue.place.column);
  }
  return out;
}

std::string place(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column) + "-" +
         std::to_string(place.end_column);
}

TEST(YamlReader, GivesTheTreeInTheOrderOfTheFile) {
  const auto parsed = read("b: 1\na:\n  - x\n  - y: {z: [1, 2]}\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  const YamlNode& root = parsed.value;
  ASSERT_EQ(root.entries.size(), 2u);
  EXPECT_EQ(root.entries[0].key.text, "b");
  EXPECT_EQ(root.find("b")->text, "1");
  EXPECT_EQ(root.find("a")->items[1].find("y")->find("z")->items[1].text, "2");
  EXPECT_EQ(root.find("nothing"), nullptr);
}

TEST(YamlReader, KnowsPlaceAndStyle) {
  const auto parsed =
      read("plain: abc def  # note\nsingle: 'it''s'\ndouble: \"x\\ty\"\nfolded: >-\n  a\n  b\n");
  ASSERT_TRUE(parsed.ok()) << render(parsed.issues);
  const YamlNode& plain = *parsed.value.find("plain");
  EXPECT_EQ(place(plain.place()), "1:8-15");
  EXPECT_EQ(plain.style, YamlNode::Style::Plain);
  EXPECT_TRUE(plain.comment_follows);
  const YamlNode& single = *parsed.value.find("single");
  EXPECT_EQ(place(single.place()), "2:9-16");
  EXPECT_EQ(place(single.place_at(0)), "2:10-10");
  EXPECT_EQ(place(single.place_at(3, 1)), "2:14-15") << "the s behind the doubled quote";
  const YamlNode& twice = *parsed.value.find("double");
  EXPECT_EQ(place(twice.place_at(2, 1)), "3:13-14") << "the y behind the escape";
  const YamlNode& folded = *parsed.value.find("folded");
  EXPECT_EQ(folded.style, YamlNode::Style::Folded);
  EXPECT_EQ(place(folded.place_at(0, 1)), "5:3-4");
  EXPECT_EQ(place(folded.place_at(2, 1)), "6:3-4");
  EXPECT_EQ(parsed.value.entries[1].key.place().line, 2);
}

TEST(YamlReader, ColumnsCountCharacters) {
  const auto parsed = read("grüße: {ä: x}\n");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(place(parsed.value.find("grüße")->find("ä")->place()), "1:12-13");
}

TEST(YamlReader, MissingValuesStandBehindTheirKey) {
  const auto parsed = read("a:\n\nb: ~\nc:\n  -\n  - null\n");
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(parsed.value.find("a")->is_null());
  EXPECT_EQ(place(parsed.value.find("a")->place()), "1:2-2");
  EXPECT_EQ(place(parsed.value.find("b")->place()), "3:4-5");
  EXPECT_EQ(parsed.value.find("c")->items[0].place().line, 5);
  EXPECT_EQ(parsed.value.find("c")->items[1].text, "null");
}

TEST(YamlReader, R1DuplicateKeysNameBothPlaces) {
  const auto parsed = read("guard:\n  max: 1\n  cooldown: 2m\n  max: 100\n");
  ASSERT_EQ(parsed.issues.size(), 1u);
  EXPECT_EQ(render(parsed.issues[0]),
            "t.yaml:4:3: error E110: `max` is already set in line 2, column 3\n"
            "  4 |   max: 100\n"
            "    |   ^^^\n");
}

TEST(YamlReader, R2DeepNestingIsRefused) {
  for (const std::string_view opening : {"[", "{a:", "- ", "? ", "[\n", "{", "{a: [", "- - ? "}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += opening;
    const auto parsed = read(text);
    ASSERT_EQ(parsed.issues.size(), 1u) << opening << render(parsed.issues);
    EXPECT_EQ(parsed.issues[0].code, "E105") << opening;
  }
  const std::string deepest =
      std::string(limits::kYamlDepthMax, '[') + std::string(limits::kYamlDepthMax, ']');
  EXPECT_EQ(faults(deepest), "");
  EXPECT_EQ(faults("[" + deepest + "]"), "E105 1:33");
}

TEST(YamlReader, R3AliasBombIsRefusedAtItsAnchors) {
  std::string bomb = "a0: &a0 [x]\n";
  for (int i = 1; i <= 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) bomb += before + (j < 8 ? ", " : "]\n");
  }
  const auto parsed = read(bomb);
  ASSERT_FALSE(parsed.ok());
  for (const Issue& issue : parsed.issues) EXPECT_EQ(issue.code, "E108");
}

TEST(YamlReader, R4SelfReferringAnchorIsRefused) {
  EXPECT_EQ(faults("&a [*a]"), "E108 1:1\nE108 1:5");
}

TEST(YamlReader, R5MergeKeyIsRefused) {
  EXPECT_EQ(faults("<<: {a: 1}"), "E111 1:1");
  EXPECT_EQ(faults("'<<': 1"), "");
}

TEST(YamlReader, R6TagsAreRefused) {
  EXPECT_EQ(faults("a: !!python/object x"), "E109 1:4");
  EXPECT_EQ(faults("a: !<x> y"), "E109 1:4");
  EXPECT_EQ(faults("a: !!binary aGk="), "E109 1:4");
  EXPECT_EQ(faults("a: !!map {b: c}"), "E109 1:4");
  EXPECT_EQ(faults("a: ! b"), "E113 1:4");
}

TEST(YamlReader, R7SeveralDocumentsAreRefused) {
  EXPECT_EQ(faults("a: 1\n---\nb: 2\n"), "E107 2:1");
  EXPECT_EQ(faults("a: 1\n---\n"), "E107 2:1");
  EXPECT_EQ(faults("--- {a: 1}\n...\n"), "");
  EXPECT_EQ(faults("%YAML 1.2\n---\na: 1\n"), "E122 1:1");
  EXPECT_EQ(faults("# c\n%TAG ! x\n---\na: 1\n"), "E122 2:1");
}

TEST(YamlReader, R12OnlyReadableCharacters) {
  EXPECT_EQ(faults("\xEF\xBB\xBF"
                   "a: 1\r\nb: 2\r\n"),
            "");
  EXPECT_EQ(read("a: \"x\"\r\n").value.find("a")->text, "x");
  EXPECT_EQ(faults("a: \xFF"), "E102 1:4");
  EXPECT_EQ(faults("a: \xC0\xAF"), "E102 1:4");
  EXPECT_EQ(faults("a: \xED\xA0\x80"), "E102 1:4");
  EXPECT_EQ(faults(std::string("a: \0x", 5)), "E103 1:4");
  EXPECT_EQ(faults("a: \x1B[2J"), "E103 1:4");
  EXPECT_EQ(faults("a: x\ry"), "E103 1:5");
  EXPECT_EQ(faults("a: \u202Ex"), "E103 1:4");
  EXPECT_EQ(faults("a: x\u2028y"), "E103 1:5");
  EXPECT_EQ(faults("a: x\u0085y"), "E103 1:5");
  EXPECT_EQ(faults("a: \"x\\0y\""), "E103 1:4");
  EXPECT_EQ(faults("a: \"x\\Ny\""), "E102 1:4") << "yaml-cpp makes the single byte 0x85 of it";
  EXPECT_NE(read("a: \xFF").issues[0].message.find("byte 3"), std::string::npos);
  EXPECT_EQ(read("a: x\x1B[2J").issues[0].excerpt, "a: x?[2J");
}

TEST(YamlReader, R13SizeIsCheckedBeforeParsing) {
  EXPECT_EQ(faults(std::string(limits::kFileBytesMax + 1, '[')), "E101 0:0");
  EXPECT_EQ(faults("a: " + std::string(limits::kFileBytesMax - 3, 'x')), "");
  EXPECT_EQ(faults("a: b\nc: \"not closed\nd: e\n"), "E120 2:4");
  EXPECT_EQ(faults("a: 'not closed"), "E120 1:4");
  EXPECT_EQ(faults("a: 'not closed\n"), "E120 1:4") << "yaml-cpp lets this pass";
}

TEST(YamlReader, TooManyValuesAreRefused) {
  std::string text;
  for (std::size_t i = 0; i <= limits::kYamlNodesMax; ++i) text += "- a\n";
  const auto parsed = read(text);
  ASSERT_EQ(parsed.issues.size(), 1u);
  EXPECT_EQ(parsed.issues[0].code, "E106");
}

TEST(YamlReader, ManyFaultsAreCut) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a: 1\n";
  const auto parsed = read(text);
  EXPECT_EQ(parsed.issues.size(), limits::kIssuesMax + 1);
  EXPECT_EQ(parsed.issues.back().code, "E100");
}

TEST(YamlReader, BracesWithoutQuotes) {
  const auto parsed = read("a:\n  name: {{ event.unit }}\n");
  ASSERT_EQ(parsed.issues.size(), 1u);
  EXPECT_EQ(render(parsed.issues[0]),
            "t.yaml:2:9: error E112: `{{` without quotes is a map to YAML\n"
            "  2 |   name: {{ event.unit }}\n"
            "    |         ^ quote it: \"{{ event.unit }}\"\n");
  EXPECT_EQ(faults("a: {{ x }}-{{ y }}\nb: c\n"), "E112 1:4");
  EXPECT_EQ(faults("a: {{ event.labels[\"x\"] }}"), "E112 1:4");
  EXPECT_EQ(faults("a: [{{ x }}, b]"), "E112 1:5");
  EXPECT_EQ(faults("- {{ x }}\n- b\n"), "E112 1:3");
  EXPECT_EQ(faults("a: '{{ x }}'\nb: \"{{ y }}\"\nc: x {{ y }}\nd: >-\n  {{ z }}\n"), "");
}

TEST(YamlReader, LeadingExclamationMark) {
  EXPECT_EQ(faults("if: !event.ok"), "E113 1:5");
  EXPECT_EQ(faults("if: !event.ok && x"), "E113 1:5");
  EXPECT_EQ(faults("if: !event.ok\nb: !event.ok\n"), "E113 1:5\nE113 2:4");
}

TEST(YamlReader, ExpressionsThatYamlCannotTake) {
  EXPECT_EQ(faults("if: \"web\" in host.roles"), "E115 1:11");
  EXPECT_EQ(faults("if: f(\"a: b\")"), "E116 1:9");
  EXPECT_EQ(faults("rules:\n  r:\n    if: c ? x : y\n"), "E116 3:15");
  EXPECT_EQ(faults("if: @x"), "E121 1:5");
  EXPECT_EQ(faults("hosts: *.example"), "E108 1:8");
  EXPECT_EQ(faults("if: &x"), "E108 1:5");
}

TEST(YamlReader, IndentationIsNamedAsSuch) {
  EXPECT_EQ(faults("a:\n\tb: 1\n"), "E118 2:1");
  EXPECT_EQ(faults("a:\n\tb\n"), "E118 2:1");
  EXPECT_EQ(faults("a:\n  b: 1\n c: 2\n"), "E119 3:2");
  EXPECT_EQ(faults("a: b\n  c: d\n"), "E119 2:4");
  EXPECT_EQ(faults("a: - b\n"), "E119 1:4");
  EXPECT_EQ(faults("- a\nb: c\n"), "E119 2:1");
  EXPECT_EQ(faults("a: |\n  x\n  \ty\n"), "") << "a tab inside a text is text";
}

TEST(YamlReader, BracketsNameTheirOpening) {
  EXPECT_EQ(faults("a: 1\nb: [1, {c: 2}\nd: e\n"), "E120 2:4");
  EXPECT_EQ(faults("a: ]"), "E120 1:4");
}

TEST(YamlReader, KeysAreText) {
  EXPECT_EQ(faults("[a, b]: c"), "E117 1:1");
  EXPECT_EQ(faults("? {a: b}\n: c\n"), "E117 1:3");
  EXPECT_EQ(faults(": b"), "E117 1:1");
  EXPECT_EQ(faults("? a\n: b\n"), "");
}

TEST(YamlReader, EmptyDocumentsAreNothing) {
  for (const char* text : {"", "# only a comment\n", "null", "---\n", "\n\n", "~"}) {
    const auto parsed = read(text);
    EXPECT_TRUE(parsed.ok()) << text << render(parsed.issues);
    EXPECT_TRUE(parsed.value.is_null()) << text;
    EXPECT_NE(parsed.value.origin, nullptr);
  }
}

}  // namespace
}  // namespace balm
