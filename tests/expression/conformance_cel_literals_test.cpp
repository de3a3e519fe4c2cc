// Literals, comments and the edges of the grammar.
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

TEST(CelLiterals, NumbersKeepTheirKindAndRange) {
  const Case cases[] = {
      {"type(1)", "int"},
      {"type(1u)", "uint"},
      {"type(1.0)", "double"},
      {"0x1F", "31"},
      {"-0x10", "-16"},
      {"0xFFu", "255u"},
      {"9223372036854775807", "9223372036854775806 + 1"},
      {"-9223372036854775808", "-9223372036854775807 - 1"},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"9223372036854775808", "error"},
      {"-9223372036854775809", "error"},
      {"0x8000000000000000", "error"},
      {"18446744073709551615u", "18446744073709551614u + 1u"},
      {"18446744073709551616u", "error"},
      {"-1u", "error"},
      {".5", "0.5"},
      {"1e3", "1000.0"},
      {"1.5E-1", "0.15"},
      {"1.", "error"},
      {"1.e3", "error"},
      {"1e400", "error"},
      {"1e-400", "0.0"},
      {"-0.0", "-(0.0)"},
      {"1a", "error"},
      {"0x", "error"},
      {"1uu", "error"},
      {"1 2", "error"},
      {"--1", "1"},
      {"- 5", "-5"},
      {"5 -3", "2"},
      {"5-3", "2"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, TextsUnderstandEscapesAsCodePoints) {
  const Case cases[] = {
      {R"('a' + "b")", R"("ab")"},
      {R"('\x41\X42\u0043\U00000044\105')", "'ABCDE'"},
      {R"("\a\b\f\n\r\t\v\\\?\"\'\`".size())", "12"},
      {R"('\377' == '\u00ff')", "true"},
      {R"(size('\U0001F62C'))", "1"},
      {R"('\ud83d\ude00')", "error"},
      {R"('\U00110000')", "error"},
      {R"('\U0000D800')", "error"},
      {R"('\u12')", "error"},
      {R"('\x4')", "error"},
      {R"('\400')", "error"},
      {R"('\08')", "error"},
      {R"('\q')", "error"},
      {R"('\')", "error"},
      {"'abc", "error"},
      {"'a\nb'", "error"},
      {"'''a\nb'''.size()", "3"},
      {"'''a\r\nb''' == 'a\\nb'", "true"},
      {R"(""""a"b"""")", "error"},
      {R"("""a"b""c""" == 'a"b""c')", "true"},
      {R"('''it's''' == "it's")", "true"},
      {"''", R"("")"},
      {R"("" + '' + """""" + '''''')", "''"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, RawTextsKeepBackslashes) {
  const Case cases[] = {
      {R"(r'\n' == '\\n')", "true"}, {R"(R"\d+".size())", "3"}, {R"(r'''\''' == '\\')", "true"},
      {R"(r"\"")", "error"},         {R"(rb'a')", "error"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, BytesAreOctets) {
  const Case cases[] = {
      {R"(b'\xff' == b'\377')", "true"},
      {R"(b'ÿ' == b'\303\277')", "true"},
      {R"(size(b'\x00\xff'))", "2"},
      {R"(b'\u00ff')", "error"},
      {R"(b'\U000000ff')", "error"},
      {R"(br'\x' == b'\\x')", "true"},
      {R"(B"a" + bR'b' + Br'c' == b'abc')", "true"},
      {R"(b'abc' == 'abc')", "false"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, ListsAndMaps) {
  const Case cases[] = {
      {"[]", "[] + []"},
      {"[1, 2,]", "[1, 2]"},
      {"[1,, 2]", "error"},
      {"{'a': 1,}", "{'a': 1}"},
      {"{'a': 1, 'a': 2}", "error"},
      {"{1: 1, 1u: 2}", "error"},
      {"{1.5: 1}", "error"},
      {"{null: 1}", "error"},
      {"{[]: 1}", "error"},
      {"{true: 1, 'true': 2, 1: 3, 1 + 1: 4u}.size()", "4"},
      {"{'a'}", "error"},
      {"{'a': {'b': [1, {'c': 2}]}}.a.b[1].c", "2"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, BlanksAndComments) {
  const Case cases[] = {
      {" \t\r\n\f1 // one\n + // two\n 2 // end", "3"},
      {"// nothing", "error"},
      {"", "error"},
      {"1 /* c */", "error"},
      {"'//' + \"//\"", "'////'"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, ReservedWordsAreFieldsButNoNames) {
  for (const char* word : {"as", "break", "const", "continue", "else", "for", "function", "if", "import",
                           "let", "loop", "package", "namespace", "return", "var", "void", "while"}) {
    const std::string name = word;
    const Case cases[] = {{"{'" + name + "': 7}." + name, "7"},
                          {name, "error"},
                          {name + "()", "error"},
                          {"1." + name + "() || true", "true"}};
    expect_cases(cases);
  }
  const Case keywords[] = {
      {"{'in': 1}.in", "error"}, {"{'true': 1}.true", "error"}, {"{'null': 1}.null", "error"}};
  expect_cases(keywords);
}

TEST(CelLiterals, BackticksMakeAnyKeyAField) {
  const Case cases[] = {
      {"{'foo.txt': 1}.`foo.txt`", "1"},
      {"{'/api/v1': 1}.`/api/v1`", "1"},
      {"has({'a-b': 1}.`a-b`)", "true"},
      {"has({'a-b': 1}.`a b`)", "false"},
      {"{'a-b': 1}.?`a-b`.orValue(2)", "1"},
      {"`a`", "error"},
      {"{'a': 1}.``", "error"},
      {"{'a': 1}.`a", "error"},
      {"{'in': 1}.`in`", "1"},
  };
  expect_cases(cases);
}

TEST(CelLiterals, SyntaxThatIsWrongStaysWrong) {
  for (const char* text :
       {"1 +",        "(1",    "1)",     "[1",     "{",        "a b",  "a..b",  "a.",     ".",
        "1 = 1",      "a & b", "a | b",  "a ? b",  "a ? b :",  "f(,)", "f(1,)", "#",      "a$",
        "?",          "x.1",   "[1](2)", "!",      "-",        "1 in", "in 1",  "-!true", "!-a",
        "Type{a: 1}", "a.B{}", "\xff",   "'\xff'", "\xC0\xAF", "a.?",  "a[?]",  "=="})
    EXPECT_FALSE(Program::parse_only(text, {}).ok()) << text;
}

}  // namespace
}  // namespace balm::expression
