#include "master/configuration.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

StateText state(const std::string& name, const std::vector<std::string>& includes = {}) {
  StateText text;
  text.name = StateName{name};
  text.text = "text of " + name;
  for (const std::string& one : includes) text.includes.push_back(StateName{one});
  return text;
}

TEST(Configuration, ADispatchCarriesAStateAndAllItIncludes) {
  Configuration config;
  for (const StateText& one : {state("a", {"b"}), state("b", {"c", "a"}), state("c"), state("d")})
    config.states.emplace(one.name, one);
  const auto files = config.files_of(StateName{"a"});
  EXPECT_EQ(files.size(), 3u) << "also when they include each other";
  EXPECT_EQ(files.at("c"), "text of c");
  EXPECT_TRUE(config.files_of(StateName{"nowhere"}).empty());
}

TEST(Configuration, RulesAreFoundByTheirWholeName) {
  Configuration config;
  config.rules.resize(2);
  config.rules[1].name = RuleName{"nginx-down"};
  config.index = RuleIndex(config.rules);
  EXPECT_EQ(config.find_rule(RuleName{"nginx-down"}), &config.rules[1]);
  EXPECT_EQ(config.find_rule(RuleName{"nginx"}), nullptr);
}

}  // namespace
}  // namespace balm::master
