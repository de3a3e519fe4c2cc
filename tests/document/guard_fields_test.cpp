#include "common/document/guard_fields.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

struct Read {
  GuardSettings guard;
  Issues issues;
  bool never = false;
};

Read read(const std::string& yaml) {
  Read read;
  const auto parsed = read_yaml(yaml, "r.yaml");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Fields rule(parsed.value, "rule", read.issues);
  read.guard = read_guard(rule, read.never);
  return read;
}

std::string faults(const std::string& guard) {
  return codes(read("guard: {" + guard + "}\n").issues);
}

TEST(GuardFields, SafeWithoutAnySetting) {
  const Read none = read("x: y\n");
  EXPECT_EQ(none.guard.cooldown, 2min);
  EXPECT_EQ(none.guard.max.count, 3u);
  EXPECT_EQ(none.guard.max.per, 1h);
  EXPECT_FALSE(none.guard.at_once) << "unset is the strict default of the master: max(1, 5 %)";
  EXPECT_EQ(none.guard.attempts, 3u);
  EXPECT_TRUE(none.issues.empty());
}

TEST(GuardFields, ReadsEverySetting) {
  const Read all = read("guard: {cooldown: 10m, max: 1 per 6h, at_once: 20% of role=web, attempts: 5}\n");
  ASSERT_TRUE(all.issues.empty()) << render(all.issues);
  EXPECT_EQ(all.guard.cooldown, 10min);
  EXPECT_EQ(all.guard.max.count, 1u);
  EXPECT_EQ(all.guard.max.per, 6h);
  EXPECT_DOUBLE_EQ(all.guard.at_once->share, 0.2);
  EXPECT_EQ(all.guard.at_once->count, 0u);
  EXPECT_EQ(all.guard.at_once->group.text(), "role=web");
  EXPECT_EQ(all.guard.at_once->text, "20% of role=web");
  EXPECT_EQ(read("guard: {at_once: 2 of all}\n").guard.at_once->count, 2u);
}

TEST(GuardFields, R17TheGroupIsSpelled) {
  EXPECT_EQ(faults("at_once: '1 of '"), "E251:1");
  EXPECT_EQ(faults("at_once: 1"), "E219:1");
  EXPECT_EQ(faults("at_once: 1 of name=*").substr(0, 3), "E25");
  Issues issues = read("guard:\n  at_once: \"1 of role=\"\n").issues;
  ASSERT_FALSE(issues.empty());
  EXPECT_EQ(issues[0].place.line, 2);
  EXPECT_GE(issues[0].place.column, 18) << "points into the selector, not at its beginning";
}

TEST(GuardFields, R18LimitsOutOfRange) {
  for (const char* limit : {"max: 0 per 1h", "at_once: 0 of all", "at_once: 0% of all"}) {
    const Read zero = read(std::string("guard: {") + limit + "}\n");
    EXPECT_EQ(codes(zero.issues), "W228:1") << limit;
    EXPECT_TRUE(zero.never) << limit;
  }
  for (const char* bad :
       {"at_once: 150% of all", "at_once: -1 of all", "at_once: 1.5 of all", "at_once: 01 of all",
        "at_once: x of all", "at_once: 99999999999 of all", "max: -1 per 1h", "max: 3", "max: 3 per 0s",
        "max: 3 per hour", "max: 03 per 1h", "max: 1e3 per 1h", "max: 3 per 1h per 1h"})
    EXPECT_EQ(faults(bad), "E219:1") << bad;
  EXPECT_EQ(faults("attempts: 0"), "E206:1");
  EXPECT_EQ(faults("cooldown: 5"), "E208:1");
}

TEST(GuardFields, WhatIsNotThereYetIsSaid) {
  EXPECT_EQ(faults("lock: a, window: b, urgent: 'true', approve: true"), "E223:1 E223:1 E223:1 E223:1");
}

}  // namespace
}  // namespace balm
