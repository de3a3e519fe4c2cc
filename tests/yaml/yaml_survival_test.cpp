// Whatever bytes come, the reader answers: no crash, no hang, no half-read tree passed off as whole.
#include <random>

#include <gtest/gtest.h>

#include "common/limits.h"
#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

constexpr std::string_view kValid =
    "# a rule\nrules:\n  nginx-down:\n    when: [check.nginx_http, \"host.*\"]\n    if: >-\n      "
    "event.status == 'critical'\n"
    "      && !event.output.contains(\"x\")\n    guard: {max: 3 per 1h, at_once: 20% of role=web}\n    try:\n"
    "      - run: nginx.restart\n        with: {note: \"{{ event.host }}\\t\\u00e9\", 'it''s': ~}\n"
    "    text: |\n      a\n        b\n\n      c\n    empty:\n...\n";

// A tree that claims to be fine keeps its promises: places inside the file, distinct keys.
void expect_sound(const YamlNode& node) {
  ASSERT_LE(node.begin, node.end);
  ASSERT_LE(node.end, node.origin->text().size());
  if (!node.text.empty()) {
    const Place last = node.place_at(node.text.size() - 1, 1);
    ASSERT_GE(last.line, 1);
    ASSERT_GE(last.end_column, last.column);
  }
  for (const YamlNode& item : node.items) expect_sound(item);
  for (const YamlEntry& entry : node.entries) {
    ASSERT_EQ(node.find(entry.key.text), &entry.value);
    expect_sound(entry.key);
    expect_sound(entry.value);
  }
}

void survive(const std::string& text) {
  const auto parsed = read_yaml(text, "any");
  ASSERT_LE(parsed.issues.size(), limits::kIssuesMax + 1);
  for (const Issue& issue : parsed.issues) ASSERT_EQ(issue.code.size(), 4u) << text;
  if (parsed.ok()) expect_sound(parsed.value);
  render(parsed.issues);
}

TEST(YamlSurvival, R15EveryPrefixOfAFile) {
  for (std::size_t length = 0; length <= kValid.size(); ++length)
    survive(std::string(kValid.substr(0, length)));
  ASSERT_TRUE(read_yaml(kValid, "valid").ok());
}

TEST(YamlSurvival, EveryByteMissingOrReplaced) {
  constexpr std::string_view kTrouble("\0\t\n\r !\"#%&'*-:>?@[]`{|}~\\\xFF\xE2", 27);
  for (std::size_t at = 0; at < kValid.size(); ++at) {
    std::string text(kValid);
    survive(text.erase(at, 1));
    for (const char c : kTrouble) {
      text = kValid;
      text[at] = c;
      survive(text);
    }
  }
}

TEST(YamlSurvival, RandomBytesAndRandomYaml) {
  std::mt19937 random(20240607);
  constexpr std::string_view kPieces[] = {
      "a",  ": ",  "- ", "\n", "  ", "[",  "]", "{",  "}",  "\"", "'",     "|", ">",  "#",     " #",   "&a ",
      "*a", "!t ", "? ", "\\", ",",  "\t", "é", "{{", "}}", "~",  "...\n", "%", "<<", "---\n", "null", "x y"};
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    const auto length = random() % 60;
    for (unsigned i = 0; i < length; ++i)
      text += round % 4 == 0 ? std::string(1, static_cast<char>(random() % 256))
                             : std::string(kPieces[random() % std::size(kPieces)]);
    survive(text);
  }
}

// Much of one thing: what is quadratic anywhere shows here as minutes.
TEST(YamlSurvival, LargeFilesOfOneThing) {
  constexpr std::string_view kThings[] = {"a",   "\"",     "'",     "''", " ",   "\n",    "#",   "- ",
                                          "-\n", "a: b\n", "a,",    ": ", "a:",  "?\n",   "[],", "\\",
                                          "é",   "|\n",    "- ~\n", "~,", "%\n", "---\n", "!a ", "{{"};
  for (const std::string_view before : {"", "a: |\n  ", "\"", "[", "{", "- "}) {
    for (const std::string_view thing : kThings) {
      std::string text(before);
      while (text.size() + thing.size() <= limits::kFileBytesMax / 32) text += thing;
      survive(text);
    }
  }
}

}  // namespace
}  // namespace balm
