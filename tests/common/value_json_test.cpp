#include "common/value_json.h"

#include <cmath>

#include <gtest/gtest.h>

#include "common/limits.h"

namespace balm {
namespace {

using Kind = Value::Kind;

Value read(std::string_view text) {
  auto value = value_from_json(text);
  EXPECT_TRUE(value.ok()) << text << ": " << (value.ok() ? "" : value.error().message);
  return value.ok() ? *value : Value();
}

TEST(ValueJson, KeepsTheKindsOfNumbersApart) {
  EXPECT_TRUE(read("1").is(Kind::Int));
  EXPECT_TRUE(read("-9223372036854775808").is(Kind::Int));
  EXPECT_TRUE(read("9223372036854775807").is(Kind::Int));
  EXPECT_TRUE(read("9223372036854775808").is(Kind::Uint));
  EXPECT_EQ(read("18446744073709551615").as_uint(), 18446744073709551615u);
  EXPECT_TRUE(read("1.0").is(Kind::Double));
  EXPECT_TRUE(read("1e3").is(Kind::Double));
  EXPECT_TRUE(std::signbit(read("-0.0").as_double()));
}

TEST(ValueJson, WritesWhatItReads) {
  for (const char* text :
       {"null", "true", "[]", "{}", "1.0", "-0.0", "1e+30", "0.1", "18446744073709551615",
        "\"\\u0001\\n\\\"\\\\\"", "{\"a\":[1,2.5,{\"b\":null}],\"z\":\"\xC3\xA9\xF0\x9F\x98\xAC\"}"})
    EXPECT_EQ(to_json(read(text)), text);
  EXPECT_EQ(to_json(read(" { \"b\" : 1 , \"a\" : \"\\u00e9\\ud83d\\ude2c\" } ")),
            "{\"a\":\"\xC3\xA9\xF0\x9F\x98\xAC\",\"b\":1}");
}

TEST(ValueJson, WritesOtherKindsAsTexts) {
  EXPECT_EQ(to_json(Value(Value::Bytes{"hello"})), "\"aGVsbG8=\"");
  EXPECT_EQ(to_json(Value(WallTime::from_seconds(0))), "\"1970-01-01T00:00:00Z\"");
  EXPECT_EQ(to_json(Value(Duration(1500ms))), "\"1.5s\"");
  EXPECT_EQ(to_json(Value(std::nan(""))), "null");
  EXPECT_EQ(to_json(Value(ValueMap{{Value(1), true}})), "{\"1\":true}");
  EXPECT_EQ(to_json(Value("a\xFF\xED\xA0\x80z")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(ValueJson, WritesPrettyText) {
  EXPECT_EQ(to_pretty_json(read("{\"a\":[1,{}],\"b\":[]}")),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

TEST(ValueJson, RefusesWhatTwoReadersCouldReadDifferently) {
  const std::vector<std::string> bad = {
      "",
      "{",
      "[1,]",
      "{\"a\":1,}",
      "{\"a\":1,\"a\":2}",
      "{\"x\":{\"a\":1,\"\\u0061\":2}}",
      "1 2",
      "{}x",
      std::string("{}\0x", 4),
      "\xEF\xBB\xBF{}",
      "\"\xFF\"",
      "\"\xC0\xAF\"",
      "\"\xED\xA0\x80\"",
      "\"\\ud800\"",
      "\"\\udc00\\ud800\"",
      "\"\n\"",
      "01",
      "+1",
      "1.",
      ".5",
      "NaN",
      "Infinity",
      "1e400",
      "18446744073709551616",
      "-9223372036854775809",
      "'a'",
      "{a:1}",
      "[1]//x",
      "tru",
  };
  for (const std::string& text : bad) EXPECT_FALSE(value_from_json(text).ok()) << text;
}

TEST(ValueJson, NestsToTheLimitAndNoFurther) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(value_from_json(nested(limits::kJsonDepthMax)).ok());
  EXPECT_FALSE(value_from_json(nested(limits::kJsonDepthMax + 1)).ok());
  EXPECT_FALSE(value_from_json(std::string(500'000, '[')).ok());
  EXPECT_FALSE(value_from_json("\"" + std::string(limits::kFrameBytesMax, 'a') + "\"").ok());
}

TEST(ValueJson, NamesThePlaceOfAFault) {
  EXPECT_EQ(value_from_json("{\"a\": nope}").error().message, "JSON: not well-formed JSON at byte 6");
  EXPECT_EQ(value_from_json("{\"a\":1,\"a\":2}").error().message,
            "JSON: a member twice in one object at byte 13");
}

}  // namespace
}  // namespace balm
