// Names: scope, dotted names, containers, loops' variables.
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

Value named(const std::string& text, const ValueMap& names, const std::string& container = "") {
  auto program = Program::parse_only(text, {}, {true, container});
  EXPECT_TRUE(program.ok()) << text;
  const Outcome outcome = program.value.evaluate({&names, WallTime::from_seconds(60), nullptr, nullptr});
  return is_error(outcome) ? Value("error") : std::get<Value>(outcome);
}

TEST(CelNames, TheLongestKnownNameWins) {
  const ValueMap names = {{"a.b.c", "long"},
                          {"a.b", Value::map({{"c", "short"}, {"d", "field"}})},
                          {"a", Value::map({{"e", 1}})}};
  EXPECT_EQ(named("a.b.c", names), Value("long"));
  EXPECT_EQ(named("a.b.d", names), Value("field"));
  EXPECT_EQ(named("a.e", names), Value(1));
  EXPECT_EQ(named("(a.b).c", names), Value("long"));
  EXPECT_EQ(named("a.b['c']", names), Value("short"));
  EXPECT_EQ(named("a.f", names), Value("error"));
  EXPECT_EQ(named("a.b.c.startsWith('l')", names), Value(true));
  EXPECT_EQ(named("has(a.b.d) && !has(a.b.x)", names), Value(true));
}

TEST(CelNames, ContainersAreSearchedFromWithin) {
  const ValueMap names = {{"x.y.n", 1}, {"x.n", 2}, {"n", 3}, {"m", 4}};
  EXPECT_EQ(named("n", names, "x.y"), Value(1));
  EXPECT_EQ(named("n", names, "x"), Value(2));
  EXPECT_EQ(named("n", names), Value(3));
  EXPECT_EQ(named(".n", names, "x.y"), Value(3));
  EXPECT_EQ(named("m", names, "x.y"), Value(4));
  EXPECT_EQ(named("y.n", names, "x"), Value(1));
}

TEST(CelNames, LoopVariablesHideEverythingButTheRoot) {
  const ValueMap names = {{"y", 42}, {"y.z", 43}, {"c.y", 44}};
  EXPECT_EQ(named("[0].exists(y, y == 0)", names), Value(true));
  EXPECT_EQ(named("[0].exists(y, .y == 42)", names), Value(true));
  EXPECT_EQ(named("[{'z': 0}].exists(y, y.z == 0)", names), Value(true));
  EXPECT_EQ(named("[0].exists(y, y == 0)", names, "c"), Value(true));
  EXPECT_EQ(named("[1].map(x, [2].map(x, x))", names), Value(ValueList{ValueList{2}}));
  EXPECT_EQ(named("[1].map(x, [x + 1].map(y, x + y))[0][0]", names), Value(3));
  EXPECT_EQ(named("[y].map(y, y + 1)[0]", names), Value(43));
  EXPECT_EQ(named("[1].map(x, x)[0] + [2].map(x, x)[0]", names), Value(3));
}

TEST(CelNames, TypesAreNamesOfTheirOwn) {
  const Case cases[] = {
      {"type(int)", "type"},
      {"type(google.protobuf.Timestamp) == type", "true"},
      {"type(timestamp(0)) == google.protobuf.Timestamp", "true"},
      {"type(duration('1s')) == google.protobuf.Duration", "true"},
      {"[type(null), type(b''), type([]), type({}), type(true)] == [null_type, bytes, list, map, bool]",
       "true"},
      {"type(ip('::1')) == net.IP && type(cidr('::/0')) == net.CIDR", "true"},
      {"dyn", "error"},
      {"timestamp", "error"},
  };
  expect_cases(cases);
  EXPECT_EQ(named("int", {{"int", 5}}), Value(5));
  EXPECT_EQ(named("now", {}), Value(WallTime::from_seconds(60)));
  EXPECT_EQ(named("now", {{"now", 5}}), Value(5));
  EXPECT_EQ(named("true", {{"true", false}}), Value(true));
}

TEST(CelNames, VariablesNamedLikeFunctionsDoNotGetInTheWay) {
  const ValueMap names = {{"size", 2}, {"math", Value::map({{"x", 1}})}, {"cel", 1}};
  EXPECT_EQ(named("[1, 2].size() == size && size([]) == 0", names), Value(true));
  EXPECT_EQ(named("math.greatest(math.x, 2)", names), Value(2));
  EXPECT_EQ(named("cel.bind(a, cel, a + 1)", names), Value(2));
  EXPECT_EQ(named("[{'abs': 1}].map(math, math.abs)[0]", names), Value(1));
}

TEST(CelNames, UnknownNamesAreErrorsOnlyWhenReached) {
  EXPECT_EQ(named("true ? 1 : nothing", {}), Value(1));
  EXPECT_EQ(named("nothing", {}), Value("error"));
  EXPECT_EQ(named("nothing.x.y", {}), Value("error"));
  EXPECT_EQ(named("has(nothing.x)", {}), Value("error"));
}

}  // namespace
}  // namespace balm::expression
