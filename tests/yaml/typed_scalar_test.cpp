#include "common/yaml/typed_scalar.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

constexpr Range<std::int64_t> kAnyWhole{INT64_MIN, INT64_MAX};

// The value of `v: TEXT` read by `read`; its code when it is refused.
template <class Read>
auto of(const std::string& written, Read read) {
  const auto parsed = read_yaml("v: " + written + "\n", "t");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Issues issues;
  const YamlNode* node = parsed.value.find("v");
  auto value = read(*node, issues);
  EXPECT_EQ(value.has_value(), issues.empty()) << written << "\n" << render(issues);
  return std::pair(value, issues.empty() ? "" : issues[0].code + " " + issues[0].guess);
}

TEST(TypedScalar, R9OnlyTrueAndFalseAreYesAndNo) {
  EXPECT_EQ(of("true", read_flag).first, true);
  EXPECT_EQ(of("false", read_flag).first, false);
  for (const char* yes : {"yes", "on", "y", "Yes", "TRUE", "True", "1", "\"true\""})
    EXPECT_EQ(of(yes, read_flag).second, "E205 write true") << yes;
  for (const char* no : {"no", "off", "n", "NO", "False", "0", "'false'"})
    EXPECT_EQ(of(no, read_flag).second, "E205 write false") << no;
  for (const char* neither : {"~", "", "null", "[true]", "maybe"})
    EXPECT_EQ(of(neither, read_flag).second, "E205 write true or false") << neither;
}

TEST(TypedScalar, R10WholeNumbersAreStrictDecimals) {
  const auto read = [](const YamlNode& node, Issues& issues) { return read_whole(node, kAnyWhole, issues); };
  EXPECT_EQ(of("0", read).first, 0);
  EXPECT_EQ(of("-7", read).first, -7);
  EXPECT_EQ(of("9223372036854775807", read).first, INT64_MAX);
  for (const char* bad : {"010", "0x1F", "1_000", "1e3", ".inf", ".nan", "9223372036854775808", "\"3\"",
                          "3.0", "+3", "--3", "3 ", "three", "~", "[3]", "1,000", "00", "-0x1"}) {
    if (std::string(bad) == "3 ") continue;  // YAML drops the blank
    EXPECT_EQ(of(bad, read).second.substr(0, 4), "E206") << bad;
  }
  const auto positive = [](const YamlNode& node, Issues& issues) {
    return read_whole(node, {1, 10}, issues);
  };
  EXPECT_EQ(of("10", positive).first, 10);
  for (const char* bad : {"0", "11", "-1"}) EXPECT_EQ(of(bad, positive).second.substr(0, 4), "E206") << bad;
}

TEST(TypedScalar, NumbersTakeAPoint) {
  const auto read = [](const YamlNode& node, Issues& issues) { return read_number(node, {0, 100}, issues); };
  EXPECT_EQ(of("85.5", read).first, 85.5);
  EXPECT_EQ(of("7", read).first, 7.0);
  for (const char* bad : {"1e1", ".5", "5.", "0x1", "nan", "inf", "101", "-1", "1.2.3", "01.5", "'5'"})
    EXPECT_EQ(of(bad, read).second.substr(0, 4), "E207") << bad;
}

TEST(TypedScalar, R11DurationsNeedAUnitAndARange) {
  const auto read = [](const YamlNode& node, Issues& issues) {
    return read_duration(node, {1s, 24h}, issues);
  };
  EXPECT_EQ(of("90s", read).first, 90s);
  EXPECT_EQ(of("1h30m", read).first, 90min);
  for (const char* bad :
       {"5", "5 m", "-5s", "1e9d", "0s", "25h", "''", "500ms", "1.5h", "99999999999999999999d"})
    EXPECT_EQ(of(bad, read).second.substr(0, 4), "E208") << bad;
  EXPECT_EQ(of("[1s]", read).second, "E204 ");
  const auto from_zero = [](const YamlNode& node, Issues& issues) {
    return read_duration(node, {0s, 24h}, issues);
  };
  EXPECT_EQ(of("0s", from_zero).first, 0s);
}

TEST(TypedScalar, SizesAndShares) {
  const auto read = [](const YamlNode& node, Issues& issues) {
    return read_size(node, {1, 1 << 30}, issues);
  };
  EXPECT_EQ(of("64M", read).first, 64u << 20);
  for (const char* bad : {"0", "2G", "-1", "64 M", "1.5M"})
    EXPECT_EQ(of(bad, read).second.substr(0, 4), "E209") << bad;
  EXPECT_EQ(of("20%", read_percent).first, 20.0);
  for (const char* bad : {"20", "150%", "-1%"})
    EXPECT_EQ(of(bad, read_percent).second.substr(0, 4), "E210") << bad;
}

TEST(TypedScalar, R29NamesAreLowerCaseAscii) {
  EXPECT_EQ(of("web01", read_id).first, "web01");
  EXPECT_EQ(of("Web01", read_id).second, "E211 write `web01`");
  for (const char* bad : {".web", "-web", "we b", "w\u0435b", "a/b", "../x"})
    EXPECT_EQ(of(bad, read_id).second, "E211 ") << bad;
  EXPECT_EQ(of(std::string(65, 'a'), read_id).second, "E211 ");
}

TEST(TypedScalar, OneTextOrMany) {
  EXPECT_EQ(of("a", read_texts).first, (std::vector<std::string>{"a"}));
  EXPECT_EQ(of("[a, 'b c']", read_texts).first, (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(of("a", read_text_list).second, "E212 write [a, b]");
  EXPECT_EQ(of("[a, '']", read_texts).second, "E214 ");
  EXPECT_EQ(of("[a, [b]]", read_texts).second, "E204 ");
  EXPECT_EQ(of("{a: b}", read_texts).second, "E204 ");
  EXPECT_EQ(of("~", read_text).second, "E204 ");
  EXPECT_EQ(of("''", read_text).first, "");
  EXPECT_EQ(of("' '", read_filled_text).second, "E214 ");
}

TEST(TypedScalar, SelectorFaultsStandWhereTheyAre) {
  EXPECT_EQ(of("role=web", read_selector).first->text(), "role=web");
  const auto parsed = read_yaml("hosts: 'role=web,,dc=fra'\n", "t");
  Issues issues;
  EXPECT_FALSE(read_selector(*parsed.value.find("hosts"), issues));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].place.line, 1);
  EXPECT_GE(issues[0].place.column, 17);
  EXPECT_EQ(issues[0].excerpt, "hosts: 'role=web,,dc=fra'");
}

}  // namespace
}  // namespace balm
