#include "common/yaml/fields.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

struct Guard {
  std::int64_t max = 0;
  Duration cooldown{};
  bool enabled = false;
  std::size_t mode = 0;
  std::string name;
};

Guard read_guard(const std::string& yaml, Issues& issues) {
  const auto parsed = read_yaml(yaml, "t.yaml");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Guard guard;
  Fields fields(parsed.value, "guard", issues);
  guard.max = fields.whole("max", 3, {0, 10});
  guard.cooldown = fields.duration("cooldown", 2min, {0s, 24h});
  guard.enabled = fields.flag("enabled", true);
  guard.mode = fields.choice("mode", 2, {"observe", "ask", "act"});
  guard.name = fields.required_id("name");
  fields.not_yet({"window", "lock"});
  fields.finish();
  return guard;
}

std::string faults(const std::string& yaml) {
  Issues issues;
  read_guard(yaml, issues);
  return render(issues);
}

TEST(Fields, DefaultsHoldForWhatIsNotThere) {
  Issues issues;
  const Guard guard = read_guard("name: x\n", issues);
  EXPECT_TRUE(issues.empty()) << render(issues);
  EXPECT_EQ(guard.max, 3);
  EXPECT_EQ(guard.cooldown, 2min);
  EXPECT_TRUE(guard.enabled);
  EXPECT_EQ(guard.mode, 2u);
}

TEST(Fields, R8UnknownKeysAreNamedWithTheNearestKnown) {
  EXPECT_EQ(faults("name: x\ncoldown: 5m\n"),
            "t.yaml:2:1: error E202: guard has no key `coldown`\n"
            "  2 | coldown: 5m\n"
            "    | ^^^^^^^ did you mean `cooldown`?\n");
}

TEST(Fields, AllFaultsOfAMapComeAtOnce) {
  const std::string all = faults("max: 11\ncooldown: 5\nenabled: yes\nmode: atc\nx: y\n");
  for (const char* code : {"E206", "E208", "E205", "E213", "E203", "E202", "did you mean `act`?"})
    EXPECT_NE(all.find(code), std::string::npos) << code << "\n" << all;
}

TEST(Fields, WhatIsNotBuiltIsRefused) {
  const std::string all = faults("name: x\nwindow: night\n");
  EXPECT_NE(all.find("t.yaml:2:1: error E223: `window` is not supported yet"), std::string::npos) << all;
  EXPECT_EQ(all.find("E202"), std::string::npos);
}

TEST(Fields, R14AListWhereAMapIsDueIsOneFault) {
  for (const char* text : {"- name: x\n", "name\n", ""}) {
    Issues issues;
    const Guard guard = read_guard(text, issues);
    ASSERT_EQ(issues.size(), 1u) << render(issues);
    EXPECT_EQ(issues[0].code, "E201");
    EXPECT_EQ(guard.max, 3);
  }
}

}  // namespace
}  // namespace balm
