#include "common/state/argument_reader.h"

#include <deque>

#include <gtest/gtest.h>

#include "common/state/condition_reader.h"
#include "common/state/params.h"
#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

class Readers : public testing::Test {
 protected:
  const YamlNode& node(const std::string& yaml) {
    trees_.push_back(read_yaml("x: " + yaml + "\n", "t").value);
    return trees_.back().entries.at(0).value;
  }
  Argument argument(const std::string& yaml, ArgumentType type) {
    return read_argument(node(yaml), type, context);
  }
  std::string evaluated(const Argument& read) {
    const ValueMap names = {{Value("event"), Value::map({{"host", "web1"}, {"n", 3}})}};
    const auto outcome = read.evaluate({&names});
    const auto* value = std::get_if<Value>(&outcome);
    return value ? std::string(type_name(*value)) + " " + to_display(*value) : "error";
  }

  Issues issues;
  expression::Schema schema = state_schema({});
  ReadContext context{schema, issues};

 private:
  std::deque<YamlNode> trees_;
};

TEST_F(Readers, ConstantsAreTypedAtOnce) {
  EXPECT_EQ(evaluated(argument("0644", ArgumentType::Mode)), "string 0644");
  EXPECT_EQ(evaluated(argument("30s", ArgumentType::Span)), "google.protobuf.Duration 30s");
  EXPECT_TRUE(argument("a", ArgumentType::Text).is_constant());
  (void)argument("[1]", ArgumentType::Text);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, "E413");
}

TEST_F(Readers, ExpressionsKeepTheirTypeWhenAlone) {
  EXPECT_EQ(evaluated(argument("\"{{ event.n }}\"", ArgumentType::Any)), "int 3");
  EXPECT_EQ(evaluated(argument("\"on {{ event.host }}!\"", ArgumentType::Text)), "string on web1!");
  EXPECT_EQ(
      evaluated(argument("[a, \"{{ event.host }}\", {k: \"{{ event.n }}\", v: 1}]", ArgumentType::List)),
      "list [\"a\",\"web1\",{\"k\":3,\"v\":1}]");
  EXPECT_TRUE(issues.empty()) << render(issues);
}

TEST_F(Readers, ExpressionFaultsHaveTheirPlace) {
  (void)argument("\"abc {{ evnt.host }}\"", ArgumentType::Text);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].place.source, "t");
  EXPECT_EQ(issues[0].place.column, 12);
}

TEST_F(Readers, ConditionsAreCommandsAsWritten) {
  const auto conditions = read_conditions(node("[false, {fun: test.true, a: 1}]"), context);
  ASSERT_EQ(conditions.size(), 2u);
  EXPECT_EQ(evaluated(conditions[0].command), "string false");
  EXPECT_EQ(conditions[1].question, "test.true");
  EXPECT_TRUE(issues.empty()) << render(issues);
}

TEST_F(Readers, RetriesInAllTheirForms) {
  EXPECT_EQ(read_retry(node("true"), context)->attempts, 2);
  EXPECT_FALSE(read_retry(node("false"), context).has_value());
  EXPECT_EQ(read_retry(node("4"), context)->attempts, 4);
  EXPECT_EQ(read_retry(node("{attempts: 5, every: 1m}"), context)->interval, std::chrono::minutes(1));
  EXPECT_EQ(read_retry(node("[{attempts: 5}, {splay: 3}]"), context)->splay, std::chrono::seconds(3));
  EXPECT_TRUE(issues.empty()) << render(issues);
}

TEST_F(Readers, IfIsOneExpression) {
  EXPECT_FALSE(read_condition_expression(node("event.n > 2"), context).empty());
  EXPECT_TRUE(issues.empty()) << render(issues);
  (void)read_condition_expression(node("[a]"), context);
  EXPECT_EQ(issues.at(0).code, "E417");
}

TEST(Params, TheirTypesReachTheSchema) {
  Issues issues;
  const auto tree = read_yaml("n: int\nkeep: { type: size, default: 5M }\n", "t");
  const auto params = read_params(tree.value, issues);
  ASSERT_EQ(params.size(), 2u);
  EXPECT_EQ(to_text(params[1].type), "size");
  const auto schema = state_schema(params);
  EXPECT_NE(schema.find("params"), nullptr);
  EXPECT_NE(schema.find("steps"), nullptr);
}

}  // namespace
}  // namespace balm
