#include "common/state/sls_scalar.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

std::string shown(const std::string& yaml) {
  const auto parsed = read_yaml("x: " + yaml + "\n", "t");
  const Value value = sls_value(parsed.value.entries.at(0).value);
  return std::string(type_name(value)) + " " + to_display(value);
}

TEST(SlsScalar, PlainWordsHaveTypes) {
  EXPECT_EQ(shown("true"), "bool true");
  EXPECT_EQ(shown("Yes"), "bool true");
  EXPECT_EQ(shown("off"), "bool false");
  EXPECT_EQ(shown("12"), "int 12");
  EXPECT_EQ(shown("-3"), "int -3");
  EXPECT_EQ(shown("1.5"), "double 1.5");
  EXPECT_EQ(shown("~"), "null_type null");
  EXPECT_EQ(shown("0"), "int 0");
}

TEST(SlsScalar, OthersAreTexts) {
  for (const char* text :
       {"0644", "1_000", "0x1F", "1:30", "2024-01-01", "1e3", "truE", "99999999999999999999", "1."})
    EXPECT_EQ(shown(text), std::string("string ") + text);
  EXPECT_EQ(shown("'true'"), "string true");
  EXPECT_EQ(shown("\"12\""), "string 12");
}

TEST(SlsScalar, ListsAndMaps) {
  EXPECT_EQ(shown("[1, {a: yes}]"), "list [1,{\"a\":true}]");
}

}  // namespace
}  // namespace balm
