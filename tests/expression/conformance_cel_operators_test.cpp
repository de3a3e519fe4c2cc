// Arithmetic, comparison, logic and their errors.
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

TEST(CelOperators, WholeNumbersNeverWrap) {
  const Case cases[] = {
      {"9223372036854775807 + 1", "error"},
      {"-9223372036854775808 - 1", "error"},
      {"9223372036854775807 * 2", "error"},
      {"-(-9223372036854775808)", "error"},
      {"-9223372036854775808 / -1", "error"},
      {"-9223372036854775808 % -1", "error"},
      {"18446744073709551615u + 1u", "error"},
      {"0u - 1u", "error"},
      {"18446744073709551615u * 2u", "error"},
      {"7 / -2", "-3"},
      {"-7 % 3", "-1"},
      {"7u / 2u", "3u"},
      {"1 / 0", "error"},
      {"1 % 0", "error"},
      {"1u / 0u", "error"},
  };
  expect_cases(cases);
}

TEST(CelOperators, DoublesFollowIeee) {
  const Case cases[] = {
      {"1.0 / 0.0", "double('Infinity')"},
      {"-1.0 / 0.0", "double('-Infinity')"},
      {"0.0 / 0.0", "double('NaN')"},
      {"0.0 / 0.0 == 0.0 / 0.0", "false"},
      {"0.0 / 0.0 != 0.0 / 0.0", "true"},
      {"0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0", "false"},
      {"-0.0 == 0.0", "true"},
      {"5.5 % 2.0", "error"},
      {"1e308 * 10.0", "double('Infinity')"},
  };
  expect_cases(cases);
}

TEST(CelOperators, KindsDoNotMixInArithmetic) {
  for (const char* text :
       {"1 + 1.0", "1 + 1u", "1u * 1.0", "'a' + 1", "'a' - 'b'", "b'a' + 'a'", "[1] + {}", "true + true",
        "null + null", "-true", "-'a'", "-(1u)", "!1", "!null", "[1] - [1]", "{} + {}"})
    EXPECT_TRUE(is_error(outcome_of(text))) << text;
}

TEST(CelOperators, NumbersCompareAcrossKinds) {
  const Case cases[] = {
      {"1 == 1.0 && 1u == 1 && 1.0 == 1u", "true"},
      {"1 < 1.5 && 2u > 1.5 && -1 < 0u", "true"},
      {"18446744073709551615u > 9223372036854775807", "true"},
      {"-1 == 18446744073709551615u", "false"},
      {"9223372036854775807 < 9223372036854775808.0", "false"},
      {"9223372036854775807 < 9223372036854777857.0", "true"},
      {"1 != double('NaN')", "true"},
      {"1 < double('NaN') || 1 > double('NaN')", "false"},
      {"1 < double('Infinity')", "true"},
  };
  expect_cases(cases);
}

TEST(CelOperators, EqualityNeverFailsAndNeverMixesKinds) {
  const Case cases[] = {
      {"1 == '1'", "false"},
      {"1 != '1'", "true"},
      {"null == null", "true"},
      {"null == 0", "false"},
      {"true == 1", "false"},
      {"[1, 'a'] == [1.0, 'a']", "true"},
      {"[1] == [1, 2]", "false"},
      {"[[1]] == [[1u]]", "true"},
      {"{'a': 1} == {'a': 1.0}", "true"},
      {"{1: 'a'} == {1u: 'a'}", "true"},
      {"{'a': 1} == {'b': 1}", "false"},
      {"{'a': 1} == ['a']", "false"},
      {"[0.0/0.0] == [0.0/0.0]", "false"},
      {"type(1) == int && type('a') != int", "true"},
      {"timestamp(0) == duration('0s')", "false"},
  };
  expect_cases(cases);
}

TEST(CelOperators, OrderExistsWithinOrderedKinds) {
  const Case cases[] = {
      {"'a' < 'b' && 'Z' < 'a' && 'a' < 'aa' && '' < 'a'", "true"},
      {"'\\uFFFB' < '\\U00010000'", "true"},
      {"b'a' < b'b'", "true"},
      {"false < true && false <= false", "true"},
      {"duration('1s') < duration('1m')", "true"},
      {"timestamp(0) < timestamp(1)", "true"},
      {"1 < 'a'", "error"},
      {"null < null", "error"},
      {"[1] < [2]", "error"},
      {"{} <= {}", "error"},
      {"int < string", "error"},
  };
  expect_cases(cases);
}

TEST(CelOperators, InLooksInListsAndKeys) {
  const Case cases[] = {
      {"1 in [1.0]", "true"},        {"1 in ['1']", "false"},   {"'a' in {'a': 1}", "true"},
      {"1u in {1: 2}", "true"},      {"1.0 in {1: 2}", "true"}, {"1.5 in {1: 2}", "false"},
      {"b'a' in {'a': 1}", "false"}, {"[1] in [[1]]", "true"},  {"1 in 'a'", "error"},
      {"'a' in 'abc'", "error"},     {"1 in null", "error"},    {"null in [null]", "true"},
  };
  expect_cases(cases);
}

TEST(CelOperators, IndexTakesWholeNumbersAndKeys) {
  const Case cases[] = {
      {"[7, 8][0]", "7"},
      {"[7, 8][1u]", "8"},
      {"[7, 8][1.0]", "8"},
      {"[7, 8][0.5]", "error"},
      {"[7][-1]", "error"},
      {"[7][1]", "error"},
      {"[7]['0']", "error"},
      {"{'a': 1}['a']", "1"},
      {"{1: 'x'}[1u]", "'x'"},
      {"{1: 'x'}[1.0]", "'x'"},
      {"{1: 'x'}[2]", "error"},
      {"{'a': 1}[null]", "error"},
      {"'abc'[0]", "error"},
      {"null['a']", "error"},
      {"{'a': 1}.a.b", "error"},
      {"[1].a", "error"},
      {"[7][9223372036854775807]", "error"},
      {"[7][double('NaN')]", "error"},
      {"[7][1e300]", "error"},
  };
  expect_cases(cases);
}

TEST(CelOperators, LogicIgnoresErrorsOfOperandsThatDoNotMatter) {
  const Case cases[] = {
      {"true || 1/0 > 0", "true"},
      {"1/0 > 0 || true", "true"},
      {"false && 1/0 > 0", "false"},
      {"1/0 > 0 && false", "false"},
      {"false || 1/0 > 0", "error"},
      {"1/0 > 0 && true", "error"},
      {"1 || true", "true"},
      {"'a' && false", "false"},
      {"1 || false", "error"},
      {"true && 1", "error"},
      {"unknown || true", "true"},
      {"f(1) && false", "false"},
      {"true || false && false", "true"},
      {"!(1/0 > 0) || true", "true"},
      {"false || false || 1/0 > 0 || true", "true"},
  };
  expect_cases(cases);
}

TEST(CelOperators, ConditionalTakesOneBranch) {
  const Case cases[] = {
      {"true ? 1 : 1/0", "1"},
      {"false ? 1/0 : 'a'", "'a'"},
      {"1 ? 2 : 3", "error"},
      {"1/0 > 0 ? 1 : 2", "error"},
      {"false ? 1 : false ? 2 : 3", "3"},
      {"(true ? false : true) ? 1 : 2", "2"},
      {"true ? [1] : {}", "[1]"},
  };
  expect_cases(cases);
}

TEST(CelOperators, PrecedenceAndAssociativity) {
  const Case cases[] = {
      {"1 + 2 * 3 - 4", "3"},      {"2 * 3 % 4", "2"},        {"10 - 3 - 2", "5"},
      {"100 / 10 / 5", "2"},       {"1 < 2 == true", "true"}, {"1 + 1 in [2]", "true"},
      {"!true == false", "true"},  {"-2 * -3", "6"},          {"true || true && false", "true"},
      {"1 == 1 ? 2 : 3 + 4", "2"}, {"3 - -3", "6"},           {"[1] + [2] == [1, 2]", "true"},
  };
  expect_cases(cases);
}

TEST(CelOperators, AsManyRepetitionsAsTheDefinitionAsksFor) {
  const auto row = [](const std::string& one, const std::string& between, int n) {
    std::string text = one;
    for (int i = 1; i < n; ++i) text += between + one;
    return text;
  };
  const auto nested = [](const std::string& open, const std::string& core, const std::string& close, int n) {
    std::string text = core;
    for (int i = 0; i < n; ++i) text.insert(0, open).append(close);
    return text;
  };
  for (const char* op : {" || ", " && ", " + ", " - ", " * ", " / ", " % ", " == ", " < ", " in "})
    EXPECT_TRUE(Program::parse_only(row("a", op, 64), {}).ok()) << op;
  EXPECT_TRUE(Program::parse_only(row("true ? 1", " : ", 32) + " : 2", {}).ok());
  EXPECT_TRUE(Program::parse_only("f(" + row("1", ", ", 1000) + ")", {}).ok());
  EXPECT_TRUE(Program::parse_only(row("a", ".", 64), {}).ok());
  EXPECT_TRUE(Program::parse_only(nested("(", "1", ")", 64), {}).ok());
  EXPECT_TRUE(Program::parse_only(nested("[", "1", "]", 64), {}).ok());
  EXPECT_TRUE(Program::parse_only(nested("f(", "1", ")", 64), {}).ok());
  EXPECT_TRUE(Program::parse_only(nested("!", "true", "", 64), {}).ok());
  EXPECT_TRUE(Program::parse_only(nested("{1: ", "1", "}", 64), {}).ok());
  EXPECT_TRUE(Program::parse_only(row("a", " || ", 5000), {}).ok());
}

TEST(CelOperators, HostileNestingMeetsALimitAndNotTheStack) {
  for (const char* piece : {"(", "[", "{", "!", "-", "f(", "a[", "{1:", "a ? ", "true ? 1 : ", "[?",
                            "a.all(x, ", "cel.bind(x, 1, "}) {
    std::string text;
    while (text.size() < 20'000) text += piece;
    EXPECT_FALSE(Program::parse_only(text, {}).ok()) << piece;
    EXPECT_FALSE(Program::parse_only(text + "1", {}).ok()) << piece;
  }
  for (const char* piece : {".a", "[0]", " + 1", ".f()", ".?a", " == 1"}) {
    std::string text = "a";
    while (text.size() < 20'000) text += piece;
    EXPECT_FALSE(Program::parse_only(text, {}).ok()) << piece;
  }
  EXPECT_FALSE(Program::parse_only(std::string(70'000, ' ') + "1", {}).ok());
}

}  // namespace
}  // namespace balm::expression
