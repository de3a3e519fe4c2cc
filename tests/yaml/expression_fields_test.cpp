#include "common/yaml/expression_fields.h"

#include <gtest/gtest.h>

#include "common/value_json.h"
#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

using expression::Type;

expression::Schema schema() {
  expression::Schema schema;
  schema.add("event", Type::record_of("event", {{"host", Type::text()}, {"tags", Type::list(Type::text())}}));
  return schema;
}

// The value of `v: TEXT` as JSON, evaluated with an event of web1; code and column of its fault when it is
// wrong.
std::string value_of(const std::string& written) {
  const auto parsed = read_yaml("v: " + written + "\n", "t");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Issues issues;
  const auto value = read_value(*parsed.value.find("v"), schema(), issues);
  if (!value)
    return issues.empty() ? "nothing" : issues[0].code + " " + std::to_string(issues[0].place.column);
  const Value event = Value::map({{"host", "web1"}, {"tags", Value(ValueList{Value("a"), Value("b")})}});
  const ValueMap names{{Value("event"), event}};
  expression::Scope scope;
  scope.names = &names;
  const expression::Outcome outcome = value->evaluate(scope);
  const auto* result = std::get_if<Value>(&outcome);
  return result == nullptr ? "error" : to_json(*result);
}

TEST(ExpressionFields, PlainWordsAreWhatTheyLookLikeAndNothingMore) {
  EXPECT_EQ(value_of("true"), "true");
  EXPECT_EQ(value_of("~"), "null");
  EXPECT_EQ(value_of("12"), "12");
  EXPECT_EQ(value_of("1.5"), "1.5");
  for (const char* text : {"yes", "no", "010", "0x1F", "1e3", "1.10.2", "500M", "20%", "02:30"})
    EXPECT_EQ(value_of(text), "\"" + std::string(text) + "\"") << text;
  EXPECT_EQ(value_of("'12'"), "\"12\"");
}

TEST(ExpressionFields, BracesAtAnyDepth) {
  EXPECT_EQ(value_of("\"{{ event.host }}\""), "\"web1\"");
  EXPECT_EQ(value_of("'{{ event.tags }}'"), "[\"a\",\"b\"]") << "alone it keeps its type";
  EXPECT_EQ(value_of("x-{{ event.host }}"), "\"x-web1\"");
  EXPECT_EQ(value_of("{a: ['{{ event.host }}', 1], b: ~}"), "{\"a\":[\"web1\",1],\"b\":null}");
  EXPECT_EQ(value_of("[a, {b: '{{ event.hots }}'}]").substr(0, 4), "E303");
}

TEST(ExpressionFields, R20WhatEventsHoldIsNeverReadAgain) {
  EXPECT_EQ(value_of("\"{{ '{{ event.host }' + '}' }}\"").find("web1"), std::string::npos);
  EXPECT_EQ(value_of("$(id) ${IFS} {{ event.host }}"), "\"$(id) ${IFS} web1\"");
}

TEST(ExpressionFields, FaultsStandWhereTheTextStands) {
  EXPECT_EQ(value_of("'it''s {{ event.nope }}'"), "E303 14");
  EXPECT_EQ(value_of("\"\\t{{ event.nope }}\""), "E303 10");
  EXPECT_EQ(value_of("x {{ event.host"), "E340 6");
}

std::string condition(const std::string& yaml) {
  const auto parsed = read_yaml(yaml, "t");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Issues issues;
  Fields fields(parsed.value, "rule", issues);
  read_condition(fields, "if", schema());
  std::string all;
  for (const Issue& issue : issues)
    all +=
        issue.code + " " + std::to_string(issue.place.line) + ":" + std::to_string(issue.place.column) + " ";
  return all;
}

TEST(ExpressionFields, ConditionsGiveTrueOrFalse) {
  EXPECT_EQ(condition("if: event.host == 'a'"), "");
  EXPECT_EQ(condition("x: y"), "");
  EXPECT_EQ(condition("if: event.host"), "E215 1:5 ");
  EXPECT_EQ(condition("if: ''"), "E214 1:5 ");
  EXPECT_EQ(condition("if: [a]"), "E204 1:5 ");
  EXPECT_EQ(condition("if: \"{{ event.host == 'a' }}\""), "E216 1:5 ");
}

TEST(ExpressionFields, ConditionsInBlocksKeepTheirPlaces) {
  EXPECT_EQ(condition("if: >-\n  event.host == 'a'\n\n  || event.hsot == 'b'\n"), "E303 4:6 ");
  EXPECT_EQ(condition("if: |\n  event.host == 'a'\n    || event.hsot == 'b'\n"), "E303 3:8 ");
  EXPECT_EQ(condition("if: event.host == 'a'\n    || event.hsot == 'b'\n"), "E303 2:8 ");
  EXPECT_EQ(condition("if: 'event.host == ''a'' || event.hsot == ''b'''\n"), "E303 1:29 ");
}

TEST(ExpressionFields, CutExpressionsAreNoticed) {
  EXPECT_EQ(condition("if: event.host == \"a #b\"").substr(0, 9), "W114 1:5 ");
  EXPECT_EQ(condition("if: event.host == 'a' # why"), "");
  EXPECT_EQ(condition("if: event.tags.exists(t, t == 'x') # (why"), "");
}

}  // namespace
}  // namespace balm
