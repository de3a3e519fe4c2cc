#include "common/expression/needs.h"

#include <gtest/gtest.h>

#include "common/document/rule_schema.h"
#include "common/value_text.h"

namespace balm::expression {
namespace {

std::string dotted(const Path& path) {
  std::string text;
  for (const std::string& name : path) text += (text.empty() ? "" : ".") + name;
  return text;
}

// "event.status=critical|warning; event.labels.role?=web", where ? stands for or_missing.
std::string shown(const std::vector<Clause>& clauses) {
  std::string text;
  for (const Clause& clause : clauses) {
    if (!text.empty()) text += "; ";
    std::string path;
    for (const Need& need : clause.any) {
      const std::string next = dotted(need.path);
      text += next == path ? "|" : (path.empty() ? "" : "|") + next + (clause.or_missing ? "?=" : "=");
      text += to_display(need.value);
      path = next;
    }
  }
  return text;
}

std::string needs(const std::string& condition) {
  const auto program = Program::compile(condition, rule_schema({"v"}), {});
  EXPECT_TRUE(program.ok()) << render(program.issues);
  return shown(clauses_of(program.value));
}

TEST(Needs, EqualityWithALiteral) {
  EXPECT_EQ(needs("event.status == 'critical'"), "event.status=critical");
  EXPECT_EQ(needs("'critical' == event.status"), "event.status=critical");
  EXPECT_EQ(needs("event.labels['a b'] == 'x' && event.body.n == 3 && event.body.b == true"),
            "event.labels.a b=x; event.body.n=3; event.body.b=true");
  EXPECT_EQ(needs("event.host in ['a', 'b']"), "event.host=a|b");
  EXPECT_EQ(needs("(event.host == 'a' && host.labels.x == 'y') && event.check == 'z'"),
            "event.host=a; host.labels.x=y; event.check=z");
}

TEST(Needs, OneOfSeveral) {
  EXPECT_EQ(needs("event.host == 'a' || event.host == 'b' || event.check in ['c', 'd']"),
            "event.host=a|b|event.check=c|d");
  EXPECT_EQ(needs("event.host == 'a' || event.host != 'b'"), "");
  EXPECT_EQ(needs("event.host == 'a' || event.host == 'b' && event.check == 'c'"), "");
}

TEST(Needs, WhatHasAsksForMayBeMissing) {
  EXPECT_EQ(needs("has(event.labels.a) && event.labels.a == 'x'"), "event.labels.a?=x");
  EXPECT_EQ(needs("event.labels.a == 'x' && has(event.labels.a)"), "event.labels.a?=x");
  EXPECT_EQ(needs("has(event.labels.a) && (event.labels.a == 'x' || event.labels.b == 'y')"),
            "event.labels.a=x|event.labels.b=y");
}

TEST(Needs, NothingIsSaidOfOtherConditions) {
  for (const char* const condition :
       {"event.status != 'ok'", "!(event.status == 'ok')", "event.host.startsWith('web')", "true",
        "event.status == event.previous", "event.metrics.x > 3.0", "event.body.x == null",
        "event.body.x == 9007199254740993", "event.status == 'a' ? true : false", "event.host in []",
        "event.labels[?'a'].orValue('x') == 'x'", "event.body.x in ['a', null]"})
    EXPECT_EQ(needs(condition), "") << condition;
}

// A condition that runs out of steps is an error, even if something behind it is false.
TEST(Needs, OnlyBeforeWhatMayBeTooExpensive) {
  EXPECT_EQ(needs("event.status == 'a' && event.output.contains('x') && event.host == 'b'"),
            "event.status=a");
  EXPECT_EQ(needs("event.metrics.all(m, m != '') && event.status == 'a'"), "");
  EXPECT_EQ(needs("'x' in event.labels && event.status == 'a'"), "");
  EXPECT_EQ(needs("event.metrics.x > 3.0 && event.previous != 'b' && event.status == 'a'"), "event.status=a");
}

TEST(Needs, AComparisonCostsNoMoreThanItsLiteral) {
  ValueList huge;
  for (int i = 0; i < 150'000; ++i) huge.emplace_back(i);
  const ValueMap names = {{"event", Value::map({{"body", Value(std::move(huge))}, {"status", "ok"}})}};
  const std::string condition =
      "event.body == 'a' || event.body == 'b' || event.body in ['c', 'd'] || event.status == 'ok'";
  const auto program = Program::compile(condition, rule_schema({}), {});
  ASSERT_TRUE(program.ok());
  const Outcome outcome = program.value.evaluate({&names, WallTime{}, nullptr, nullptr});
  ASSERT_TRUE(std::holds_alternative<Value>(outcome)) << std::get<EvalError>(outcome).message;
  EXPECT_EQ(std::get<Value>(outcome), Value(true));
}

TEST(Needs, FieldsRead) {
  const auto read = [](const std::string& text) {
    FieldsRead fields;
    const auto program = Program::compile(text, rule_schema({}), {});
    EXPECT_TRUE(program.ok()) << render(program.issues);
    add_fields_read(program.value, "host", fields);
    std::string shown = fields.whole ? "whole" : "";
    for (const std::string& field : fields.fields) shown += " " + field;
    return shown;
  };
  EXPECT_EQ(read("event.status == 'a'"), "");
  EXPECT_EQ(read("host.labels.role == 'web' && host['up']"), " labels up");
  EXPECT_EQ(read("has(host.checks.disk) && host.name != ''"), " checks name");
  EXPECT_EQ(read("[host].exists(h, h.up)"), "whole");
  EXPECT_EQ(read("host[event.output] == 'x'"), "whole");
}

}  // namespace
}  // namespace balm::expression
