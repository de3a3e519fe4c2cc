#include "common/json_text.h"

#include <limits>

#include <gtest/gtest.h>

#include "common/value_json.h"

namespace balm::json {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

template <class Number>
std::string written(Number number) {
  std::string out;
  append_number(out, number);
  return out;
}

TEST(JsonText, PlainTextIsOnlyQuoted) {
  EXPECT_EQ(escaped(""), R"("")");
  EXPECT_EQ(escaped("disk 93% full"), R"("disk 93% full")");
  EXPECT_EQ(escaped("größe €"), "\"größe €\"");
}

TEST(JsonText, WhatMustBeEscapedIs) {
  EXPECT_EQ(escaped("a\"b\\c\n\r\t"), R"("a\"b\\c\n\r\t")");
  EXPECT_EQ(escaped(std::string_view("\0\x01\x1f", 3)), R"("\u0000\u0001\u001f")");
}

TEST(JsonText, BytesThatAreNoTextAreReplaced) {
  EXPECT_EQ(escaped("a\xff"
                    "b"),
            "\"a\xef\xbf\xbd"
            "b\"");
}

TEST(JsonText, EveryByteSurvivesAsOneReading) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(3, static_cast<char>(byte));
    const auto read = value_from_json(escaped(text));
    ASSERT_TRUE(read) << byte;
    if (byte < 0x80) {
      EXPECT_EQ(read->as_string(), text) << byte;
    }
  }
}

TEST(JsonText, NumbersReadBackAsTheSame) {
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  for (const double number : {0.1, 1e300, -2.5e-310, 1.0 / 3})
    EXPECT_EQ(std::strtod(written(number).c_str(), nullptr), number);
}

TEST(JsonText, NumbersThatJsonDoesNotHaveAreNull) {
  EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "null");
}

}  // namespace
}  // namespace balm::json
