#include "common/expression/program.h"

#include <gtest/gtest.h>

#include "common/expression/function_table.h"
#include "common/expression/macros.h"
#include "common/expression/schema.h"
#include "common/limits.h"
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

std::string long_list(std::size_t count) {
  std::string text = "[0";
  for (std::size_t i = 1; i < count; ++i) text += ",0";
  return text + "]";
}

TEST(Program, AnEmptyOneGivesAnError) {
  EXPECT_TRUE(Program().empty());
  EXPECT_TRUE(is_error(Program().evaluate({})));
  const auto program = Program::parse_only("1 + 1", {});
  const Program copy = program.value;
  EXPECT_FALSE(copy.empty());
  EXPECT_EQ(copy.text(), "1 + 1");
  EXPECT_EQ(std::get<Value>(copy.evaluate({})), Value(2));
}

TEST(Program, ErrorsSayWhereTheyHappened) {
  const Outcome outcome = outcome_of("true && [1][5] == 2");
  ASSERT_TRUE(is_error(outcome));
  EXPECT_EQ(std::get<EvalError>(outcome).offset, 8);
  EXPECT_EQ(std::get<EvalError>(outcome).message, "index out of range: 5");
}

TEST(Program, TellsWhichNamesItReads) {
  const Schema schema = Schema().add("event", Type::dyn()).add("vars", Type::dyn());
  const auto program = [&](const char* text) { return Program::compile(text, schema, {}).value; };
  EXPECT_TRUE(program("'a' + event.host").reads("event"));
  EXPECT_FALSE(program("'a' + vars.host").reads("event"));
  EXPECT_TRUE(program("sh(event.host)").reads("event"));
  EXPECT_FALSE(program("'ls ' + sh(event.host)").reads_unquoted("event"));
  EXPECT_TRUE(program("sh(event.host) + event.path").reads_unquoted("event"));
  EXPECT_FALSE(Program().reads("event"));
}

// Each would take time or memory without bound if steps, texts and shared lists were not counted.
TEST(Program, NoExpressionRunsAway) {
  const ValueMap names = {{"big", std::string(limits::kValueBytesMax, 'a')}, {"n", 0}};
  const std::string ten = "[1,2,3,4,5,6,7,8,9,10]";
  std::string loops = "n == n";
  for (int i = 0; i < 12; ++i) loops = ten + ".all(x" + std::to_string(i) + ", " + loops + ")";
  std::string shared = "[a11] == [a11]";
  for (int i = 11; i >= 0; --i) {
    const std::string inner = i == 0 ? "[n]" : "a" + std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i);
    std::string list = "[" + inner;
    for (int k = 0; k < 9; ++k) list += "," + inner;
    shared = "cel.bind(" + name + ", " + list + "], " + shared + ")";
  }
  std::string doubling = "big";
  for (int i = 0; i < 40; ++i) doubling = "cel.bind(s, " + doubling + ", s + s)";
  for (const std::string& text : std::vector<std::string>{
           loops, shared, doubling, "lists.range(100000).map(x, big).size()",
           "lists.range(20000).all(x, big + 'a' != big)", "lists.range(1000).map(x, lists.range(1000))",
           "lists.range(50000).exists(x, big.contains('b'))", "lists.range(100000).map(x, big.matches('b$'))",
           "big.split('')", "big.replace('', big)", "big.replace('a', 'bb')",
           "lists.range(1000).map(x, big).join(big)", "sh(big + big)", "'%s%s'.format([big, big])",
           "lists.range(600).map(x, lists.range(600).map(y, lists.range(600)))"}) {
    EXPECT_TRUE(is_error(outcome_of(text, {&names}))) << text.substr(0, 80);
  }
}

TEST(Program, TheDeepestTreesThatAreAllowedRun) {
  const int depth = static_cast<int>(limits::kExpressionDepthMax) - 10;
  const std::pair<std::string, std::string> shapes[] = {{"(", ")"},
                                                        {"[", "]"},
                                                        {"{1: ", "}"},
                                                        {"string(", ")"},
                                                        {"-(", ")"},
                                                        {"(1 + ", ")"},
                                                        {"(true ? ", " : 0)"},
                                                        {"optional.of(", ")"},
                                                        {"cel.bind(x, 1, ", ")"},
                                                        {"[1].map(x, ", ")"}};
  for (const auto& [open, close] : shapes) {
    std::string text = "1";
    const int levels = open.starts_with("(") || open.starts_with("-") ? depth / 2 : depth;
    for (int i = 0; i < levels; ++i) text.insert(0, open).append(close);
    const auto program = Program::compile(text, Schema(), {});
    EXPECT_TRUE(program.ok()) << open << render(program.issues);
    const auto unchecked = Program::parse_only(text, {});
    EXPECT_TRUE(unchecked.ok()) << open;
    EXPECT_FALSE(shown(unchecked.value.evaluate({})).empty());
  }
}

TEST(Program, TooExpensiveIsNoErrorThatAnythingMayIgnore) {
  const std::string endless = "lists.range(1000).all(x, lists.range(1000).all(y, y >= 0))";
  for (const std::string& text : {endless + " || true", "true && " + endless + " || true",
                                  "[1].exists(x, " + endless + " || true)", endless + " ? true : true"})
    EXPECT_TRUE(is_error(outcome_of(text))) << text;
  EXPECT_FALSE(is_error(outcome_of("true || " + endless)));
}

TEST(Program, LargeResultsAreRefused) {
  const ValueMap names = {{"l", std::get<Value>(outcome_of(long_list(2000)))}};
  EXPECT_FALSE(is_error(outcome_of("[l, l]", {&names})));
  EXPECT_TRUE(is_error(outcome_of("l.map(x, l).map(x, [l, x, x])", {&names})));
}

TEST(Program, BorrowedValuesOutliveWhatTheyCameFrom) {
  const ValueMap names = {{"s", std::string(100, 'x')}};
  const Case cases[] = {
      {"{'a': s + 'y'}.a.size()", "101"},
      {"[s + 'y'][0] == s + 'y'", "true"},
      {"cel.bind(a, [s + '1'], a)[0] == cel.bind(b, [s + '1'], b[0])", "true"},
      {"[1, 2].map(i, cel.bind(a, s + string(i), a)) == [s + '1', s + '2']", "true"},
      {"[[s + '1']].map(l, l[0])[0] == s + '1'", "true"},
      {"optional.of(s + 'y').optMap(x, x).value() == s + 'y'", "true"},
      {"(true ? [s + 'y'] : []).filter(x, x.endsWith('y'))[0].size()", "101"},
      {"{'k': s + 'y'}.transformList(k, v, v)[0].size()", "101"},
  };
  expect_cases(cases, {&names});
}

TEST(Program, ConstantsAreComputedAtLoad) {
  const auto program = Program::compile("timestamp('2024-01-01T00:00:00Z') + duration('1h')", Schema(), {});
  ASSERT_TRUE(program.ok());
  std::vector<TraceLine> trace;
  EXPECT_FALSE(is_error(program.value.evaluate_traced({}, trace)));
  EXPECT_TRUE(trace.empty());
}

std::string lines_of(const std::string& text, const ValueMap& names) {
  Schema schema;
  for (const auto& [name, value] : names) schema.add(name.as_string(), Type::dyn());
  const auto program = Program::compile(text, schema, {});
  EXPECT_TRUE(program.ok()) << render(program.issues);
  std::vector<TraceLine> trace;
  program.value.evaluate_traced({&names}, trace);
  std::string lines;
  for (const TraceLine& line : trace) {
    EXPECT_EQ(line.text,
              text.substr(static_cast<std::size_t>(line.offset), static_cast<std::size_t>(line.length)));
    const auto* error = std::get_if<EvalError>(&line.outcome);
    lines += line.text + " -> " +
             (error ? "error " + error->message : to_display(std::get<Value>(line.outcome))) + "\n";
  }
  return lines;
}

TEST(Trace, ShowsEachPartThatDecidedWithItsValue) {
  const ValueMap names = {{"event", Value::map({{"status", "critical"}, {"host", "web1"}, {"value", 93.5}})}};
  EXPECT_EQ(lines_of("event.status == \"critical\" && event.host == \"web2\"", names),
            "event.status == \"critical\" && event.host == \"web2\" -> false\n"
            "event.status == \"critical\" -> true\n"
            "event.status -> critical\n"
            "event.host == \"web2\" -> false\n"
            "event.host -> web1\n");
}

TEST(Trace, LeavesOutWhatWasNotEvaluated) {
  const ValueMap names = {{"a", true}, {"b", false}};
  EXPECT_EQ(lines_of("a || b", names), "a || b -> true\na -> true\n");
  EXPECT_EQ(lines_of("a ? 1 : b", names), "a ? 1 : b -> 1\na -> true\n");
}

TEST(Trace, ShowsErrorsAndCalls) {
  const ValueMap names = {{"e", Value::map({{"n", 3}})}};
  EXPECT_EQ(lines_of("e.missing > 2 || string(e.n) + 'x' == '3x'", names),
            "e.missing > 2 || string(e.n) + 'x' == '3x' -> true\n"
            "e.missing > 2 -> error no such key: missing\n"
            "e.missing -> error no such key: missing\n"
            "string(e.n) + 'x' == '3x' -> true\n"
            "string(e.n) + 'x' -> 3x\n"
            "string(e.n) -> 3\n"
            "e.n -> 3\n");
}

TEST(Trace, ShowsLoopsAsAWhole) {
  const ValueMap names = {{"l", ValueList{1, 2}}};
  EXPECT_EQ(lines_of("l.exists(x, x > 1)", names), "l.exists(x, x > 1) -> true\nl -> [1,2]\n");
}

TEST(FunctionTable, EverySignatureCanBeRead) {
  for (const FunctionRow& row : function_rows()) {
    const bool member = find_functions(row.name, false).empty();
    EXPECT_FALSE(find_functions(row.name, member).empty()) << row.signature;
    EXPECT_FALSE(row.meaning.empty()) << row.signature;
  }
  EXPECT_TRUE(find_functions("nothing", false).empty());
}

}  // namespace
}  // namespace balm::expression
