#include "common/document/rule_document.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

constexpr std::string_view kLadder = "  try: [{run: nginx.restart}]\n";

RuleDocument read(const std::string& body, Issues& issues, const KnownNames& known = {}) {
  const auto parsed = read_yaml("nginx-down:\n" + body, "rules.d/nginx.yaml");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  return read_rule(parsed.value.entries.at(0), known, issues);
}

RuleDocument good(const std::string& body) {
  Issues issues;
  RuleDocument rule = read(body, issues);
  EXPECT_TRUE(issues.empty()) << render(issues);
  return rule;
}

std::string faults(const std::string& body, const KnownNames& known = {}) {
  Issues issues;
  read(body, issues, known);
  return codes(issues);
}

// A rule with one more line.
std::string with(const std::string& line) {
  return "  when: check.nginx\n" + std::string(kLadder) + "  " + line + "\n";
}

TEST(RuleDocument, FourLinesAreARule) {
  const RuleDocument rule =
      good("  when: check.nginx_http\n  if: event.status == \"critical\"\n" + std::string(kLadder));
  EXPECT_EQ(rule.name.text, "nginx-down");
  EXPECT_EQ(rule.when, (std::vector<std::string>{"check.nginx_http"}));
  EXPECT_EQ(rule.condition.text(), "event.status == \"critical\"");
  ASSERT_EQ(rule.ladder.size(), 1u);
  EXPECT_EQ(rule.ladder[0].run.text, "nginx.restart");
  EXPECT_EQ(rule.ladder[0].timeout, 2min);
  EXPECT_EQ(rule.verify.ok, 2u);
  EXPECT_EQ(rule.verify.within, 2min);
  EXPECT_EQ(rule.mode, RuleMode::Act);
  EXPECT_TRUE(rule.key.empty());
  EXPECT_TRUE(rule.enabled);
  EXPECT_EQ(rule.guard.max.count, 3u);
  EXPECT_EQ(rule.text,
            "nginx-down:\n  when: check.nginx_http\n  if: event.status == \"critical\"\n  try: [{run: "
            "nginx.restart}]\n");
}

TEST(RuleDocument, ReadsEveryField) {
  const RuleDocument rule = good(R"(
  summary: "{{ event.labels.mount }} on {{ host.name }} is filling up"
  runbook: https://wiki.example.net/disk
  when: [check.disk, check.inode_*]
  hosts: role=web
  vars:
    mount: "{{ event.labels.mount }}"
    title: "disk {{ vars.mount }}"
  if: vars.mount in ["/", "/var"] && event.metrics["used_pct"] > 90.0
  key: "{{ host.name }}:{{ vars.mount }}"
  guard: {cooldown: 10m, max: 2 per 1h, at_once: 1 of role=web}
  try:
    - run: disk.clean_caches
    - run: disk.vacuum_journal
      with: { keep: 500M, mount: "{{ vars.mount }}", deep: [1, "{{ incident.attempts }}"] }
      if: last.output.contains("[emerg]") && !last.timed_out
      timeout: 10m
      verify: { within: 30s }
  verify: { check: disk, ok: 3, within: 5m }
  escalate: [oncall, log]
  mode: observe
  labels: { team: storage }
  enabled: false
)");
  EXPECT_EQ(rule.when.size(), 2u);
  EXPECT_EQ(rule.hosts->text(), "role=web");
  ASSERT_EQ(rule.vars.size(), 2u);
  EXPECT_EQ(rule.vars[0].first, "mount");
  EXPECT_FALSE(rule.key.empty());
  EXPECT_EQ(rule.guard.at_once->count, 1u);
  ASSERT_EQ(rule.ladder.size(), 2u);
  EXPECT_EQ(rule.ladder[1].with.size(), 3u);
  EXPECT_EQ(rule.ladder[1].timeout, 10min);
  EXPECT_EQ(rule.ladder[1].verify->within, 30s);
  EXPECT_EQ(rule.ladder[1].place.line, 15);
  EXPECT_EQ(rule.verify.check.text, "disk");
  EXPECT_EQ(rule.escalate, (std::vector<std::string>{"oncall", "log"}));
  EXPECT_EQ(rule.mode, RuleMode::Observe);
  EXPECT_FALSE(rule.enabled);
}

TEST(RuleDocument, R8UnknownKeys) {
  Issues issues;
  read("  whne: check.nginx\n" + std::string(kLadder), issues);
  ASSERT_EQ(codes(issues), "E203:1 E202:2");
  EXPECT_EQ(issues[1].guess, "did you mean `when`?");
  EXPECT_EQ(faults(with("guard: {max_per_hour: 3}")), "E202:4");
  EXPECT_EQ(faults(with("verify: {chek: x}")), "E202:4");
  EXPECT_EQ(faults("  when: check.a\n  try: [{run: a.b, wiht: {}}]\n"), "E202:3");
}

TEST(RuleDocument, R9LooseBooleans) {
  for (const char* loose : {"yes", "no", "on", "~", ""})
    EXPECT_EQ(faults(with(std::string("enabled: ") + loose)), "E205:4");
}

TEST(RuleDocument, R17HostsAreSpelled) {
  EXPECT_NE(faults(with("hosts: ''")), "");
  EXPECT_NE(faults(with("hosts: 'name=*'")), "");
  EXPECT_EQ(faults(with("hosts: all")), "");
  for (const char* pattern : {"'*'", "'*.*'", "'?'", "nginx", "''", "Check.nginx", "check/nginx",
                              "check.nginx|host.up", "[]", "[check.a, '']", "'(a+)+$'"})
    EXPECT_NE(faults("  when: " + std::string(pattern) + "\n" + std::string(kLadder)), "") << pattern;
  EXPECT_EQ(faults("  when: '" + std::string(300, 'a') + ".x'\n" + std::string(kLadder)), "E218:2");
}

TEST(RuleDocument, R18AZeroLimitOnlyObserves) {
  Issues issues;
  const RuleDocument rule = read(with("guard: {max: 0 per 1h}"), issues);
  EXPECT_EQ(codes(issues), "W228:4");
  EXPECT_EQ(rule.mode, RuleMode::Observe);
}

TEST(RuleDocument, R19BadPatternsInConditions) {
  EXPECT_NE(faults(with("if: event.output.matches(\"(a\")")), "");
  EXPECT_EQ(faults(with("if: event.output.matches(\"(a+)+$\")")), "") << "linear time: harmless";
  EXPECT_NE(faults(with("if: event.output.matches(r\"(a)\\1\")")), "") << "back-references";
  EXPECT_NE(faults(with("if: event.output.matches(\"" + std::string(5'000, 'a') + "\")")), "");
}

TEST(RuleDocument, R20EventDataNeverReachesAShell) {
  EXPECT_NE(faults(with("key: \"{{ event.output | sh }}\"")), "");
  EXPECT_NE(faults(with("key: \"{{ {{ event.output }} }}\"")), "");
}

TEST(RuleDocument, R21UnknownFieldsAreFoundAtLoad) {
  Issues issues;
  read(with("if: event.stauts == \"critical\""), issues);
  ASSERT_EQ(issues.size(), 1u) << render(issues);
  EXPECT_EQ(issues[0].place.line, 4);
  EXPECT_EQ(issues[0].guess.find("status") == std::string::npos, false) << render(issues);
  EXPECT_NE(faults(with("if: evnt.status == \"x\"")), "");
  EXPECT_NE(faults(with("if: last.output == \"x\"")), "") << "no rung has run when a rule decides";
  EXPECT_NE(faults(with("key: \"{{ vars.none }}\"")), "");
  EXPECT_NE(faults(with("vars: {a: \"{{ vars.b }}\", b: x}")), "") << "a value sees only those before it";
}

TEST(RuleDocument, R22CommandsAreNotWrittenInRules) {
  EXPECT_EQ(faults("  when: check.a\n  try: [{run: rm -rf $x}]\n"), "E211:3");
  EXPECT_EQ(faults("  when: check.a\n  try: nginx.restart\n"), "E212:3");
  EXPECT_EQ(faults("  when: check.a\n  try: [nginx.restart]\n"), "E201:3");
  EXPECT_EQ(faults("  when: check.a\n"), "E203:1");
  EXPECT_EQ(faults("  when: check.a\n  try: []\n"), "") << "only tells people";
}

TEST(RuleDocument, R23StatesAndTheirParametersExist) {
  const std::map<std::string, KnownNames::Params> states = {{"nginx.restart", {}},
                                                            {"disk.grow", {{"mount", true}, {"by", false}}}};
  KnownNames known;
  known.states = &states;
  const auto rung = [](const std::string& text) { return "  when: check.a\n  try:\n    - " + text + "\n"; };
  EXPECT_EQ(faults(rung("run: nginx.restart"), known), "");
  EXPECT_EQ(faults(rung("{run: disk.grow, with: {mount: /srv}}"), known), "");
  EXPECT_EQ(faults(rung("run: disk.grow"), known), "E229:4");
  EXPECT_EQ(faults(rung("{run: disk.grow, with: {mount: /, mnt: /}}"), known), "E229:4");
  Issues issues;
  read(rung("run: nginx.restrat"), issues, known);
  ASSERT_EQ(codes(issues), "E227:4");
  EXPECT_EQ(issues[0].guess, "did you mean `nginx.restart`?");
}

TEST(RuleDocument, R24AnOrderOfRulesIsNotTakenYet) {
  EXPECT_EQ(faults(with("after: [nginx-down]")), "E223:4") << "so there is no circle either";
}

TEST(RuleDocument, R26WindowsAreNotTakenYet) {
  EXPECT_EQ(faults(with("guard: {window: 02:30-02:10}")), "E223:4");
}

TEST(RuleDocument, WhatIsNotThereYetIsSaid) {
  for (const char* line :
       {"for: 3m", "after: [a]", "adapt: {}", "guard: {lock: a}", "guard: {window: a}",
        "guard: {urgent: 'true'}", "guard: {approve: true}", "verify: {if: 'true'}", "verify: {clear: true}"})
    EXPECT_EQ(faults(with(line)), "E223:4") << line;
  for (const char* field : {"target: master", "approve: true", "undo: {}"})
    EXPECT_EQ(faults("  when: check.a\n  try: [{run: a.b, " + std::string(field) + "}]\n"), "E223:3")
        << field;
}

TEST(RuleDocument, LaddersHaveABound) {
  std::string body = "  when: check.a\n  try:\n";
  for (std::size_t i = 0; i <= limits::kRungsMax; ++i) body += "    - run: a.b\n";
  EXPECT_EQ(faults(body), "E225:4");
}

TEST(RuleDocument, ABodyThatIsNoMapIsOneFault) {
  for (const char* body : {"  - a\n", "  x\n", ""}) EXPECT_EQ(faults(body), "E201:1") << body;
}

}  // namespace
}  // namespace balm
