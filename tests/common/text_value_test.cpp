#include "common/text_value.h"

#include <gtest/gtest.h>

#include "common/value_text.h"

namespace balm {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::Schema;
using expression::Scope;
using expression::Type;

Schema schema() {
  Schema made;
  made.add("event", Type::record_of(
                        "event", {{"host", Type::text()}, {"value", Type::number()}, {"body", Type::dyn()}}));
  return made;
}

const ValueMap kNames = {
    {"event", Value::map({{"host", "web1"},
                          {"value", 93.5},
                          {"body", Value::map({{"list", ValueList{1, "{{ 1 + 1 }}"}}})}})}};

Outcome filled(std::string_view text) {
  const auto parsed = TextValue::parse(text, schema(), {});
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  return parsed.value.evaluate({&kNames});
}

TEST(TextValue, TextWithoutBracesStaysAsItIs) {
  for (const char* text : {"", "plain", "a { b } c", "}} {", "{ {", "100%"})
    EXPECT_EQ(std::get<Value>(filled(text)), Value(text));
  EXPECT_TRUE(TextValue::parse("plain", schema(), {}).value.is_constant());
}

TEST(TextValue, PartsAreJoinedAsPeopleReadThem) {
  EXPECT_EQ(std::get<Value>(filled("{{ event.host }}: {{event.value}}%")), Value("web1: 93.5%"));
  EXPECT_EQ(std::get<Value>(filled("{{1}}{{'a'}}{{[1,'b']}}")), Value("1a[1,\"b\"]"));
  EXPECT_EQ(std::get<Value>(filled("took {{ duration('90s') }}")), Value("took 90s"));
}

TEST(TextValue, ALoneExpressionKeepsItsKind) {
  EXPECT_EQ(std::get<Value>(filled("{{ event.value }}")), Value(93.5));
  EXPECT_TRUE(std::get<Value>(filled("{{ event.body.list }}")).is(Value::Kind::List));
  EXPECT_EQ(std::get<Value>(filled(" {{ event.value }}")), Value(" 93.5"));
}

TEST(TextValue, ResultsAreNeverLookedAtAgain) {
  EXPECT_EQ(std::get<Value>(filled("{{ event.body.list[1] }}")), Value("{{ 1 + 1 }}"));
  EXPECT_EQ(std::get<Value>(filled("x{{ event.body.list[1] }}")), Value("x{{ 1 + 1 }}"));
}

TEST(TextValue, BracesMayStandInTextsMapsAndComments) {
  EXPECT_EQ(std::get<Value>(filled("{{ \"{{\" }}")), Value("{{"));
  EXPECT_EQ(std::get<Value>(filled("{{ '}}' + \"}}\" }}!")), Value("}}}}!"));
  EXPECT_EQ(std::get<Value>(filled("{{ 'it\\'s }}' }}")), Value("it's }}"));
  EXPECT_EQ(std::get<Value>(filled("{{ r'\\' + '}}' }}")), Value("\\}}"));
  EXPECT_EQ(std::get<Value>(filled("{{ '''a'}}''' }}")), Value("a'}}"));
  EXPECT_EQ(std::get<Value>(filled("{{ {'a': {'b': 1}}['a']['b'] }}")), Value(1));
  EXPECT_EQ(std::get<Value>(filled("{{ {'a': {'b': 1}} }}")), Value::map({{"a", Value::map({{"b", 1}})}}));
  EXPECT_EQ(std::get<Value>(filled("{{ 1 // }}\n + 1 }}")), Value(2));
}

TEST(TextValue, WhatIsNeverClosedIsAnIssueAtItsPlace) {
  const auto parsed = TextValue::parse("line\nab {{ event.host", schema(), {"rules.d/a.yaml", 10, 5, 5});
  ASSERT_EQ(parsed.issues.size(), 1u);
  EXPECT_EQ(parsed.issues[0].code, "E340");
  EXPECT_EQ(parsed.issues[0].place, (Place{"rules.d/a.yaml", 11, 4, 6}));
  for (const char* bad : {"{{", "{{ 'a }}", "{{ {'a': 1 }}", "{{}}", "{{  }} x"})
    EXPECT_FALSE(TextValue::parse(bad, schema(), {}).ok()) << bad;
}

TEST(TextValue, IssuesOfExpressionsStandWhereTheyAre) {
  const auto parsed = TextValue::parse("{{ event.hsot }} and {{ evnt }}", schema(), {"a.yaml", 3, 7, 7});
  ASSERT_EQ(parsed.issues.size(), 2u);
  EXPECT_EQ(parsed.issues[0].code, "E303");
  EXPECT_EQ(parsed.issues[0].guess, "did you mean `host`?");
  EXPECT_EQ(parsed.issues[0].place, (Place{"a.yaml", 3, 10, 20}));
  EXPECT_EQ(parsed.issues[1].place, (Place{"a.yaml", 3, 31, 35}));
}

TEST(TextValue, ErrorsAtRunTimeAreHandedOn) {
  EXPECT_TRUE(std::holds_alternative<EvalError>(filled("a {{ event.body.nothing }}")));
}

TEST(ValueTemplate, FillsWholeTrees) {
  const Value tree = Value::map(
      {{"name", "restart {{ event.host }}"}, {"args", ValueList{"{{ event.value }}", 3, nullptr, "x"}}});
  const auto parsed = ValueTemplate::parse(tree, schema(), {});
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed.value.is_constant());
  EXPECT_EQ(parsed.value.programs().size(), 2u);
  EXPECT_EQ(to_display(std::get<Value>(parsed.value.evaluate({&kNames}))),
            "{\"args\":[93.5,3,null,\"x\"],\"name\":\"restart web1\"}");
  EXPECT_TRUE(ValueTemplate::parse(Value(ValueList{"a", 1}), schema(), {}).value.is_constant());
  EXPECT_FALSE(ValueTemplate::parse(Value(ValueList{"{{", "{{ nope }}"}), schema(), {}).ok());
}

}  // namespace
}  // namespace balm
