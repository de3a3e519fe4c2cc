#include "master/configuration_text.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

ConfigurationText sample() {
  ConfigurationText text;
  text.documents = {{"rules.d/a.yaml", "rules:\n  a:\n    when: check.disk\n    try: [{ run: fix }]\n"}};
  text.states = {{"fix.sls", "done:\n  test.nop: []\n"}};
  text.escalate = {"log"};
  return text;
}

TEST(ConfigurationText, ComesBackFromTheStoreAsItWas) {
  const auto built = build_configuration(sample(), nullptr);
  ASSERT_TRUE(built.ok()) << render(built.issues);
  const auto again = build_configuration(from_stored(built.value->texts), nullptr);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value->revision, built.value->revision);
  EXPECT_EQ(again.value->find_rule(RuleName{"a"})->ladder.size(), 1u);
}

TEST(ConfigurationText, OneFaultAnywhereAndNothingIsUsed) {
  ConfigurationText text = sample();
  text.documents.push_back({"rules.d/b.yaml", "rules:\n  b:\n    whenn: check.disk\n    try: []\n"});
  text.states.push_back({"bad.sls", "x:\n  no.such: []\n"});
  const auto built = build_configuration(text, nullptr);
  EXPECT_FALSE(built.ok());
  EXPECT_EQ(built.value, nullptr);
  const std::string faults = render(built.issues);
  EXPECT_NE(faults.find("rules.d/b.yaml"), std::string::npos) << faults;
  EXPECT_NE(faults.find("bad.sls"), std::string::npos) << faults;
}

TEST(ConfigurationText, GarbageFromTheStoreIsNoConfiguration) {
  for (const char* const stored : {"", "{", "[]", "{\"documents\":7}"})
    EXPECT_TRUE(from_stored(stored).documents.empty());
}

}  // namespace
}  // namespace balm::master
