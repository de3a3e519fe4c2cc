// Macros, two-variable loops, bindings, blocks, optionals.
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

TEST(CelMacros, HasLooksForAnEntry) {
  const Case cases[] = {
      {"has({'a': null}.a)", "true"},
      {"has({}.a)", "false"},
      {"has({'a': {'b': 1}}.a.b)", "true"},
      {"has({}.a.b)", "error"},
      {"has([1].a)", "error"},
      {"has(null.a)", "error"},
      {"has(1)", "error"},
      {"has({'a': 1}['a'])", "error"},
      {"has({}.a, 1)", "error"},
      {"has({}.?a)", "error"},
  };
  expect_cases(cases);
}

TEST(CelMacros, QuantifiersAreRowsOfLogic) {
  const Case cases[] = {
      {"[1, 2].all(x, x > 0)", "true"},
      {"[].all(x, 1/0 > 0)", "true"},
      {"[0, 1].all(x, 1/x > 5)", "false"},
      {"[1, 0].all(x, 1/x > 0)", "error"},
      {"[0, 1].exists(x, 1/x > 0)", "true"},
      {"[0, 1].exists(x, 1/x > 5)", "error"},
      {"[1, 'a'].exists(x, x + 1 == 2)", "true"},
      {"[1].all(x, x)", "error"},
      {"[1, 2].all(x, x == 1 ? 7 : false)", "false"},
      {"{'a': 1, 'b': 2}.all(k, k < 'c')", "true"},
      {"{'a': 1}.exists(k, k == 'a')", "true"},
      {"[1, 1].exists_one(x, x == 1)", "false"},
      {"[1, 2].exists_one(x, x == 1)", "true"},
      {"[1, 0].exists_one(x, 1/x == 1)", "error"},
      {"1.all(x, true)", "error"},
      {"'abc'.exists(c, true)", "error"},
      {"null.map(x, x)", "error"},
      {"[1].all(x.y, true)", "error"},
      {"[1].all(.x, true)", "error"},
      {"[1].all(1, true)", "error"},
      {"[1].all(x)", "error"},
  };
  expect_cases(cases);
}

TEST(CelMacros, MapAndFilterMakeLists) {
  const Case cases[] = {
      {"[1, 2].map(x, x * 2)", "[2, 4]"},
      {"[1, 2, 3].map(x, x > 1, x * x)", "[4, 9]"},
      {"[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"},
      {"{'b': 1, 'a': 2}.map(k, k)", "['a', 'b']"},
      {"{'a': 1, 'b': 2}.filter(k, k != 'a')", "['b']"},
      {"[1].filter(x, 1)", "error"},
      {"[0].map(x, 1/x)", "error"},
      {"[[1], [2, 3]].map(l, l.map(x, x + 1))", "[[2], [3, 4]]"},
  };
  expect_cases(cases);
}

TEST(CelMacros, TwoVariables) {
  const Case cases[] = {
      {"[5, 6].all(i, x, x == i + 5)", "true"},
      {"{'a': 1}.exists(k, v, k == 'a' && v == 1)", "true"},
      {"[1, 1].exists_one(i, x, i == x)", "true"},
      {"[1, 1].existsOne(i, x, x == 1)", "false"},
      {"[2, 4].transformList(i, x, i + x)", "[2, 5]"},
      {"[2, 4].transformList(i, x, i > 0, x)", "[4]"},
      {"{'a': 1, 'b': 2}.transformList(k, v, k + string(v))", "['a1', 'b2']"},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v * 10)", "{'a': 10, 'b': 20}"},
      {"['x', 'y'].transformMap(i, v, i > 0, v)", "{1: 'y'}"},
      {"{'a': 1}.transformMapEntry(k, v, {v: k})", "{1: 'a'}"},
      {"{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})", "error"},
      {"['a', 'b'].transformMapEntry(i, v, i == 0, {v: i})", "{'a': 0}"},
      {"[1].transformMapEntry(i, v, v)", "error"},
      {"[1].all(x, x, true)", "error"},
      {"[1].exists(i, 1, true)", "error"},
  };
  expect_cases(cases);
}

TEST(CelMacros, BindingsAreComputedOnceAndOnlyWhenUsed) {
  const Case cases[] = {
      {"cel.bind(x, 2, x * x)", "4"},
      {"cel.bind(x, 1/0, true)", "true"},
      {"cel.bind(x, 1/0, x == 1 || true)", "true"},
      {"cel.bind(x, [1], cel.bind(y, x + [2], y + x))", "[1, 2, 1]"},
      {"cel.bind(x, 1, cel.bind(x, x + 1, x))", "2"},
      {"[1, 2].map(i, cel.bind(x, i * 10, x + x))", "[20, 40]"},
      {"cel.bind(f, [1, 2].map(i, i), [3].map(j, f.map(k, k + j)))", "[[4, 5]]"},
      {"cel.bind(x, 'a' + 'b', x) + cel.bind(y, 'c', y)", "'abc'"},
      {"cel.bind(1, 2, 3)", "error"},
      {"cel.block([1, cel.index(0) + 1, cel.index(1) * 2], cel.index(2) + cel.index(0))", "5"},
      {"cel.block([[1, 2]], cel.index(0).map(cel.iterVar(0, 0), cel.iterVar(0, 0) + 1))", "[2, 3]"},
      {"cel.block([1/0], true)", "true"},
      {"cel.index(0)", "error"},
  };
  expect_cases(cases);
}

TEST(CelMacros, WithoutMacrosTheyAreUnknownFunctions) {
  const auto program = Program::parse_only("[1].all(x, true) || true", {}, {false, ""});
  ASSERT_TRUE(program.ok());
  EXPECT_EQ(std::get<Value>(program.value.evaluate({})), Value(true));
  EXPECT_TRUE(is_error(Program::parse_only("has({}.a)", {}, {false, ""}).value.evaluate({})));
}

TEST(CelOptionals, HoldAValueOrNothing) {
  const Case cases[] = {
      {"optional.of(1).value()", "1"},
      {"optional.none().value()", "error"},
      {"optional.of(1).hasValue() && !optional.none().hasValue()", "true"},
      {"optional.ofNonZeroValue(0).hasValue()", "false"},
      {"['', null, [], {}, false, 0u, 0.0, b'', duration('0s')].exists(x, "
       "optional.ofNonZeroValue(x).hasValue())",
       "false"},
      {"optional.none().orValue(7)", "7"},
      {"optional.of(1).orValue(1/0)", "1"},
      {"optional.none().or(optional.of(2)).value()", "2"},
      {"optional.of(1).or(1/0)", "optional.of(1)"},
      {"optional.none().or(2)", "error"},
      {"optional.of(1) == optional.of(1.0)", "true"},
      {"optional.of(1) == 1", "false"},
      {"optional.none() != optional.of(null)", "true"},
      {"type(optional.none()) == optional_type", "true"},
      {"[optional.of(1), optional.none()].unwrapOpt()", "[1]"},
      {"optional.unwrap([optional.none()])", "[]"},
      {"1.orValue(2)", "error"},
  };
  expect_cases(cases);
}

TEST(CelOptionals, FieldsAndIndexesMayBeMissing) {
  const Case cases[] = {
      {"{'a': 1}.?a.value()", "1"},
      {"{'a': 1}.?b.hasValue()", "false"},
      {"{'a': {'b': 1}}.?a.b.value()", "1"},
      {"{}.?a.b.c.orValue(5)", "5"},
      {"{'a': 1}[?'a'].value()", "1"},
      {"[7][?0].value()", "7"},
      {"[7][?1].hasValue()", "false"},
      {"[7][?-1].hasValue()", "false"},
      {"{'a': [7]}.?a[0].orValue(1)", "7"},
      {"{'a': [7]}.?a[1].orValue(1)", "1"},
      {"{'a': 1}.?a.b", "error"},
      {"null.?a", "error"},
      {"1[?0]", "error"},
      {"has(optional.of({'a': 1}).a)", "true"},
      {"has(optional.none().a)", "false"},
      {"[?optional.of(1), ?optional.none(), 2]", "[1, 2]"},
      {"{?'a': optional.of(1), ?'b': optional.none()}", "{'a': 1}"},
      {"[?1]", "error"},
      {"{?'a': 1}", "error"},
      {"optional.of(2).optMap(x, x * 2).value()", "4"},
      {"optional.none().optMap(x, 1/0).hasValue()", "false"},
      {"optional.of(2).optFlatMap(x, x > 1 ? optional.of('yes') : optional.none()).value()", "'yes'"},
      {"optional.of(2).optFlatMap(x, x)", "error"},
      {"1.optMap(x, x)", "error"},
      {"[1, 2].first().value() + [1, 2].last().value()", "3"},
      {"[].first().hasValue()", "false"},
  };
  expect_cases(cases);
}

}  // namespace
}  // namespace balm::expression
