#include "common/json_scan.h"

#include <gtest/gtest.h>

#include "common/limits.h"
#include "common/random.h"
#include "common/value_json.h"
#include "common/wire.h"
#include "tests/common/second_reader.h"
#include "tests/common/wire_sample.h"

namespace balm::json {
namespace {

// Ours and the second reader say the same of a text: refused, or the same value.
void expect_agreement(const std::string& text) {
  const auto scan = Scan::of(text);
  const auto value = read_again(text);
  ASSERT_EQ(scan.ok(), value.ok()) << text.substr(0, 300)
                                   << "\nscan:  " << (scan ? "fine" : scan.error().message)
                                   << "\nvalue: " << (value ? "fine" : value.error().message);
  if (!scan) return;
  Value seen;
  ASSERT_TRUE(scan->root().value(seen));
  EXPECT_EQ(to_json(seen), to_json(*value)) << text;
}

// Texts at the edges of the format, right and wrong.
constexpr const char* kEdges[] = {"",
                                  " ",
                                  "null",
                                  "true",
                                  "false",
                                  "nul",
                                  "tru",
                                  "0",
                                  "-0",
                                  "-0.0",
                                  "01",
                                  "-",
                                  "1.",
                                  ".1",
                                  "1.5",
                                  "1e5",
                                  "1E+5",
                                  "1e-5",
                                  "1e",
                                  "1e+",
                                  "1e400",
                                  "-1e400",
                                  "1e-400",
                                  "9223372036854775807",
                                  "9223372036854775808",
                                  "-9223372036854775808",
                                  "-9223372036854775809",
                                  "18446744073709551615",
                                  "18446744073709551616",
                                  "NaN",
                                  "Infinity",
                                  "\"\"",
                                  "\"a\"",
                                  "\"",
                                  "\"\\\"",
                                  "\"\\n\\t\\b\\f\\r\\/\\\\\\\"\"",
                                  "\"\\x\"",
                                  "\"\\u00e9\"",
                                  "\"\\u00\"",
                                  "\"\\ud83d\\ude00\"",
                                  "\"\\ud83d\"",
                                  "\"\\ude00\"",
                                  "\"\\ud83d\\u0041\"",
                                  "\"\\ud83dx\"",
                                  "\"\\u0000\"",
                                  "\"\x01\"",
                                  "\"\x7f\"",
                                  "\"\xC3\xA9\"",
                                  "\"\xC3\"",
                                  "\"\xED\xA0\x80\"",
                                  "\"\xF5\x80\x80\x80\"",
                                  "[]",
                                  "[1]",
                                  "[1,]",
                                  "[,1]",
                                  "[1 2]",
                                  "[",
                                  "]",
                                  "[[]]",
                                  "{}",
                                  "{\"a\":1}",
                                  "{\"a\":1,}",
                                  "{\"a\"}",
                                  "{\"a\":}",
                                  "{a:1}",
                                  "{,}",
                                  "{\"a\":1 \"b\":2}",
                                  "{\"a\":1,\"a\":2}",
                                  "{\"a\":1,\"\\u0061\":2}",
                                  "{\"\":1}",
                                  "{} {}",
                                  "{}x",
                                  " { } ",
                                  "\xEF\xBB\xBF{}",
                                  "[1]\n",
                                  "//x\n1",
                                  "'a'",
                                  "+1",
                                  "[true,false,null,[{}],{\"a\":[1.5,\"x\"]}]"};

TEST(JsonScan, AgreesWithTheOtherReader) {
  for (const char* text : kEdges) expect_agreement(text);
  expect_agreement(std::string("1\0", 2));
  expect_agreement(std::string("\"a\0b\"", 5));
  for (const std::size_t depth : {1u, 31u, 32u, 33u, 1'000u, 100'000u}) {
    expect_agreement(std::string(depth, '[') + std::string(depth, ']'));
    expect_agreement(std::string(depth, '['));
  }
  expect_agreement("\"" + std::string(limits::kFrameBytesMax - 2, 'x') + "\"");
  expect_agreement("\"" + std::string(limits::kFrameBytesMax - 1, 'x') + "\"");
}

TEST(JsonScan, AgreesAboutManyMembers) {
  for (const int count : {2, 24, 25, 500}) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += "\"m" + std::to_string(i) + "\":" + std::to_string(i) + ",";
    expect_agreement(text + "\"last\":0}");
    expect_agreement(text + "\"m1\":0}");
    expect_agreement(text + "\"\\u006d1\":0}");
  }
}

TEST(JsonScan, AgreesAboutBrokenMessages) {
  constexpr std::string_view kOdd = "\"\\{}[],:0123456789.eE+-ntfu \x80\xC3";
  Random random(23);
  for (int round = 0; round < 4'000; ++round) {
    std::string text = wire::encode_event(wire::random_event(random, 1));
    expect_agreement(text);
    for (std::uint64_t edits = 1 + random.below(3); edits > 0; --edits) {
      const std::size_t at = random.below(text.size());
      if (random.below(2) == 0)
        text[at] = kOdd[random.below(kOdd.size())];
      else
        text.insert(at, text.substr(random.below(text.size()), random.below(30)));
    }
    expect_agreement(text);
  }
}

TEST(JsonScan, FindsMembersInAnyOrder) {
  const std::string text = R"({"a":1,"b":{"x":[1,2,3]},"c":"three","\u0064":4})";
  const auto scan = Scan::of(text);
  ASSERT_TRUE(scan);
  const Node root = scan->root();
  for (const char* order : {"abcd", "dcba", "bdac", "aabb"}) {
    std::size_t place = 0;
    for (const char* name = order; *name != '\0'; ++name) EXPECT_TRUE(root.member({name, 1}, place)) << order;
    EXPECT_FALSE(root.member("e", place));
    EXPECT_FALSE(root.member("x", place));
  }
  std::size_t place = 0;
  std::string word;
  EXPECT_TRUE(root.member("c", place)->text(word));
  EXPECT_EQ(word, "three");
  EXPECT_FALSE(root.member("a", place)->text(word));
}

}  // namespace
}  // namespace balm::json
