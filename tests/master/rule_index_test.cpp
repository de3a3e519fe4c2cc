#include "master/rule_index.h"

#include <gtest/gtest.h>

#include "common/glob.h"
#include "master/configuration_text.h"

namespace balm::master {
namespace {

RuleDocument rule_for(const std::string& name, std::vector<std::string> when) {
  RuleDocument rule;
  rule.name.text = name;
  rule.when = std::move(when);
  return rule;
}

// `bodies` are conditions and selectors of rules on check.disk, as YAML.
ConfigurationPtr configured(const std::vector<std::string>& bodies) {
  ConfigurationText text;
  std::string rules = "rules:\n";
  for (std::size_t i = 0; i < bodies.size(); ++i)
    rules += "  r" + std::to_string(i) + ":\n    when: check.disk\n    try: []\n    " + bodies[i] + "\n";
  text.documents.push_back({"rules.d/a.yaml", rules});
  auto built = build_configuration(text, nullptr);
  EXPECT_TRUE(built.ok()) << render(built.issues);
  return built.value;
}

Event event_of(const std::string& host, Status status) {
  Event event;
  event.type = "check.disk";
  event.host = HostName{host};
  event.status = status;
  return event;
}

TEST(RuleIndex, FindsWhatATrialOfEveryPatternFinds) {
  const std::vector<std::string> patterns = {"check.disk", "check.*",     "*",         "check.d?sk",
                                             "host.down",  "check.disk",  "webhook.*", "check.di*k",
                                             "c*.disk",    "check.disk.x"};
  std::vector<RuleDocument> rules;
  rules.reserve(patterns.size() + 1);
  for (const std::string& pattern : patterns)
    rules.push_back(rule_for("r" + std::to_string(rules.size()), {pattern}));
  rules.push_back(rule_for("many", {"host.down", "check.*", "check.disk", "host.down"}));
  const RuleIndex index(rules);
  for (const char* const type :
       {"check.disk", "check.load", "host.down", "webhook.grafana", "c.disk", "check.disk.x", "x"}) {
    RuleNumbers expected;
    for (std::uint32_t at = 0; at < rules.size(); ++at)
      if (std::ranges::any_of(rules[at].when, [&](const auto& glob) { return glob_match(glob, type); }))
        expected.push_back(at);
    EXPECT_EQ(index.interested(type), expected) << type;
    EXPECT_EQ(index.candidates(type, Event(), nullptr), expected)
        << "nothing is known of conditions " << type;
  }
  EXPECT_EQ(index.find(RuleName{"many"}), patterns.size());
  EXPECT_EQ(index.find(RuleName{"nobody"}), std::nullopt);
}

TEST(RuleIndex, AsksOnlyRulesThatMaySayYes) {
  std::vector<std::string> bodies;
  bodies.reserve(1000);
  for (int i = 0; i < 100; ++i)
    bodies.push_back("if: event.status == \"critical\" && event.host == \"h" + std::to_string(i) + "\"");
  bodies.push_back("hosts: h7");
  bodies.push_back("hosts: role=web");
  bodies.push_back("enabled: false");
  const auto config = configured(bodies);
  const auto asked = [&](const Event& event) {
    return config->index.candidates("check.disk", event, nullptr);
  };
  EXPECT_EQ(asked(event_of("h7", Status::Critical)), (RuleNumbers{7, 100}));
  EXPECT_EQ(asked(event_of("h9", Status::Critical)), (RuleNumbers{9}));
  EXPECT_EQ(asked(event_of("elsewhere", Status::Critical)), (RuleNumbers{}));
}

// A missing label makes the condition an error unless it asks has(): errors are reported, so it must be
// asked.
TEST(RuleIndex, WhatIsMissingIsAskedUnlessTheRuleAllowsForIt) {
  const auto config = configured({"if: event.labels.role == \"web\"",
                                  "if: has(event.labels.role) && event.labels.role == \"web\"",
                                  "if: event.body.a.b == \"web\""});
  Event event = event_of("h", Status::Critical);
  const auto asked = [&] { return config->index.candidates("check.disk", event, nullptr); };
  EXPECT_EQ(asked(), (RuleNumbers{0, 2}));
  event.labels = {{"role", "db"}};
  event.body = Value::map({{"a", Value::map({{"b", 7}})}});
  EXPECT_EQ(asked(), (RuleNumbers{}));
  event.labels = {{"role", "web"}};
  event.body = Value::map({{"a", Value::map({{"b", "web"}})}});
  EXPECT_EQ(asked(), (RuleNumbers{0, 1, 2}));
}

// Fifty thousand labels of one type must not make a square of work, and no event look into all of them.
TEST(RuleIndex, ManyDifferentFactsAreStillAsked) {
  std::vector<std::string> bodies;
  bodies.reserve(1000);
  for (int i = 0; i < 500; ++i) bodies.push_back("if: event.labels.l" + std::to_string(i) + " == \"x\"");
  const auto config = configured(bodies);
  EXPECT_EQ(config->index.candidates("check.disk", event_of("h", Status::Critical), nullptr).size(), 500u);
  Event event = event_of("h", Status::Critical);
  for (int i = 0; i < 500; ++i) event.labels["l" + std::to_string(i)] = i == 400 ? "x" : "y";
  const RuleNumbers asked = config->index.candidates("check.disk", event, nullptr);
  EXPECT_TRUE(std::ranges::find(asked, 400u) != asked.end());
}

}  // namespace
}  // namespace balm::master
