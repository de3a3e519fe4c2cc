#include "common/document/check_document.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

CheckDocument read(const std::string& body, Issues& issues, const KnownNames& known = {}) {
  const auto parsed = read_yaml("disk:\n" + body, "checks.d/disk.yaml");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  return read_check(parsed.value.entries.at(0), known, issues);
}

CheckDocument good(const std::string& body) {
  Issues issues;
  CheckDocument check = read(body, issues);
  EXPECT_TRUE(issues.empty()) << render(issues);
  return check;
}

std::string faults(const std::string& body, const KnownNames& known = {}) {
  Issues issues;
  read(body, issues, known);
  return codes(issues);
}

TEST(CheckDocument, ACommandIsEnough) {
  const CheckDocument check = good("  run: [/usr/lib/nagios/plugins/check_disk, -w, 10%]\n");
  EXPECT_EQ(check.name.text, "disk");
  EXPECT_EQ(check.place.line, 1);
  EXPECT_EQ(check.argv, (std::vector<std::string>{"/usr/lib/nagios/plugins/check_disk", "-w", "10%"}));
  EXPECT_EQ(check.every, 60s);
  EXPECT_EQ(check.timeout, 30s);
  EXPECT_EQ(check.confirm, (Confirm{2, 1}));
  EXPECT_EQ(check.limits, CheckLimits{});
  EXPECT_EQ(check.run_as, "") << "the agent's check_user";
  EXPECT_FALSE(check.hosts);
  EXPECT_TRUE(check.enabled);
  EXPECT_TRUE(check.warning.empty());
}

TEST(CheckDocument, TextIsAShellLine) {
  EXPECT_EQ(good("  run: test -e /run/x && echo ok\n").argv,
            (std::vector<std::string>{"/bin/sh", "-c", "test -e /run/x && echo ok"}));
}

TEST(CheckDocument, ReadsEveryField) {
  const CheckDocument check = good(
      "  summary: disks\n  hosts: role=web\n  run: [check_disk]\n  cron: '*/5 * * * *'\n  tz: Europe/Berlin\n"
      "  timeout: 10s\n  as: nobody\n  output: nagios\n  warning: metrics.used_pct >= 85.0\n"
      "  critical: metrics['used_pct'] >= 95.0\n  confirm: {fail: 3, ok: 2}\n  per: mount\n"
      "  env: {LANG: C, PROXY_HOST: ''}\n  limits: {nofile: 64, memory: 256M, cpu: 10s, file_size: 0, "
      "processes: 20}\n"
      "  labels: {team: ops}\n  enabled: false\n");
  EXPECT_EQ(check.hosts->text(), "role=web");
  ASSERT_TRUE(check.cron);
  EXPECT_EQ(check.cron->text(), "*/5 * * * *");
  EXPECT_EQ(check.zone, "Europe/Berlin");
  EXPECT_EQ(check.run_as, "nobody");
  EXPECT_FALSE(check.warning.empty());
  EXPECT_EQ(check.critical.text(), "metrics['used_pct'] >= 95.0");
  EXPECT_EQ(check.confirm, (Confirm{3, 2}));
  EXPECT_EQ(check.env.at("LANG"), "C");
  EXPECT_EQ(check.limits, (CheckLimits{64, 256u << 20, 0, 20, 10s}));
  EXPECT_FALSE(check.enabled);
}

TEST(CheckDocument, TheTimeoutFollowsTheInterval) {
  EXPECT_EQ(good("  run: x\n  every: 10s\n").timeout, 5s);
  EXPECT_EQ(good("  run: x\n  every: 1h\n").timeout, 30s);
  EXPECT_EQ(good("  run: x\n  every: 10s\n  timeout: 8s\n").timeout, 8s);
}

TEST(CheckDocument, CommandsThatCannotRun) {
  EXPECT_EQ(faults("  every: 10s\n"), "E203:1");
  EXPECT_EQ(faults("  run: []\n"), "E214:2");
  EXPECT_EQ(faults("  run: ['']\n"), "E214:2");
  EXPECT_EQ(faults("  run: ''\n"), "E214:2");
  EXPECT_EQ(faults("  run: [./check]\n"), "E231:2");
  EXPECT_EQ(faults("  run: [plugins/check]\n"), "E231:2");
  EXPECT_EQ(faults("  run: [a, {b: c}]\n"), "E204:2");
  EXPECT_EQ(faults("  run: {a: b}\n"), "E204:2");
}

TEST(CheckDocument, R8AndR9UnknownKeysAndLooseBooleans) {
  Issues issues;
  read("  run: x\n  evry: 10s\n  enabled: yes\n", issues);
  EXPECT_EQ(codes(issues), "E205:4 E202:3");
  EXPECT_EQ(issues[1].guess, "did you mean `every`?");
}

TEST(CheckDocument, R11Times) {
  for (const char* every : {"5", "0s", "-5s", "5 m", "50ms", "32d"})
    EXPECT_EQ(faults(std::string("  run: x\n  every: ") + every + "\n"), "E208:3") << every;
  EXPECT_EQ(faults("  run: x\n  every: 10s\n  cron: '* * * * *'\n"), "E224:4");
  EXPECT_EQ(faults("  run: x\n  every: 10s\n  tz: UTC\n"), "E224:4");
}

class OnlyBerlin : public ZoneSource {
 public:
  const Zone* find(std::string_view name) const override {
    return name == "Europe/Berlin" ? &utc() : nullptr;
  }
};

TEST(CheckDocument, R26CalendarsThatCannotBe) {
  const OnlyBerlin zones;
  KnownNames known;
  known.zones = &zones;
  EXPECT_EQ(faults("  run: x\n  cron: '0 3 * * *'\n  tz: Europe/Berlin\n", known), "");
  EXPECT_EQ(faults("  run: x\n  cron: '0 3 * * *'\n  tz: Europe/Belrin\n", known), "E217:4");
  EXPECT_NE(faults("  run: x\n  cron: 0 25 * * *\n"), "");
  EXPECT_NE(faults("  run: x\n  cron: '0 0 30 2 *'\n").find("E217:3"), std::string::npos);
}

TEST(CheckDocument, ConditionsAreCheckedWithTheirPlaces) {
  Issues issues;
  read("  run: x\n  warning: >-\n    metrics.a > 1.0\n    && metrcs.b > 2.0\n", issues);
  ASSERT_EQ(issues.size(), 1u) << render(issues);
  EXPECT_EQ(issues[0].code.substr(0, 2), "E3");
  EXPECT_EQ(issues[0].place.line, 5);
  EXPECT_EQ(issues[0].place.column, 8);
  EXPECT_EQ(issues[0].excerpt, "    && metrcs.b > 2.0");
  EXPECT_EQ(faults("  run: x\n  critical: '{{ metrics.a > 1.0 }}'\n"), "E216:3");
  EXPECT_EQ(faults("  run: x\n  critical: metrics.a + 1.0\n"), "E215:3");
}

TEST(CheckDocument, AnExpressionCutByACommentIsNoticed) {
  Issues issues;
  read("  run: x\n  critical: string(metrics.a) == \"a #b\"\n", issues);
  ASSERT_FALSE(issues.empty());
  EXPECT_EQ(issues[0].code, "W114");
  EXPECT_EQ(faults("  run: x\n  critical: metrics.a > 1.0   # a comment, and meant so\n"), "");
}

TEST(CheckDocument, WhatIsNotThereYetIsSaid) {
  EXPECT_EQ(faults("  builtin: http\n  args: {url: x}\n"), "E223:2 E223:3");
  EXPECT_EQ(faults("  run: x\n  predict: []\n"), "E223:3");
  EXPECT_EQ(faults("  run: x\n  output: prom\n"), "E223:3");
  EXPECT_EQ(faults("  run: x\n  output: xml\n"), "E213:3");
}

TEST(CheckDocument, BoundsOfARun) {
  EXPECT_EQ(faults("  run: x\n  limits: {nofile: -1}\n"), "E206:3");
  EXPECT_EQ(faults("  run: x\n  limits: {memory: lots}\n"), "E209:3");
  EXPECT_EQ(faults("  run: x\n  limits: {cpu: 0s}\n"), "E208:3");
  EXPECT_EQ(faults("  run: x\n  confirm: {fail: 0}\n"), "E206:3");
  EXPECT_EQ(faults("  run: x\n  env: {'a b': c}\n"), "E211:3");
  EXPECT_EQ(faults("  run: x\n  env: {DB_PASSWORD: hunter2}\n"), "E232:3");
  EXPECT_EQ(faults("  run: x\n  env: {DB_PASSWORD_FILE: /run/secrets/db}\n"), "");
}

}  // namespace
}  // namespace balm
