#include "common/document/notifier_document.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

NotifierDocument read(const std::string& body, Issues& issues) {
  const auto parsed = read_yaml("oncall:\n" + body, "n.yaml");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  return read_notifier(parsed.value.entries.at(0), issues);
}

std::string faults(const std::string& body) {
  Issues issues;
  read(body, issues);
  return codes(issues);
}

TEST(NotifierDocument, ExecRunsAProgram) {
  Issues issues;
  const NotifierDocument notifier = read(
      "  type: exec\n  run: [/usr/local/bin/page, --team, ops]\n  timeout: 5s\n  retry: {attempts: 3, every: "
      "1m}\n",
      issues);
  EXPECT_TRUE(issues.empty()) << render(issues);
  EXPECT_EQ(notifier.name, "oncall");
  EXPECT_EQ(notifier.argv, (std::vector<std::string>{"/usr/local/bin/page", "--team", "ops"}));
  EXPECT_EQ(notifier.timeout, 5s);
  EXPECT_EQ(notifier.attempts, 3u);
  EXPECT_EQ(notifier.retry_every, 1min);
}

TEST(NotifierDocument, LogNeedsNothing) {
  EXPECT_EQ(faults("  type: log\n"), "");
}

TEST(NotifierDocument, R22ACommandIsAList) {
  EXPECT_EQ(faults("  type: exec\n  run: rm -rf $x\n"), "E212:3");
  EXPECT_EQ(faults("  type: exec\n  run: []\n"), "E214:3");
  EXPECT_EQ(faults("  type: exec\n  run: [page]\n"), "E231:3");
  EXPECT_EQ(faults("  type: exec\n"), "E203:1");
}

TEST(NotifierDocument, WhatIsNotThereYetIsSaid) {
  EXPECT_EQ(faults("  type: webhook\n  url: https://x\n"), "E223:2 E223:3");
  EXPECT_EQ(faults("  type: slack\n"), "E223:2");
  EXPECT_EQ(faults("  type: log\n  group: 30s\n"), "E223:3");
  EXPECT_EQ(faults("  type: pigeon\n"), "E213:2");
  EXPECT_EQ(faults("  resolved: true\n"), "E203:1");
}

TEST(NotifierDocument, K7SecretsStandElsewhere) {
  EXPECT_EQ(faults("  type: log\n  token: abc\n"), "E202:3 E232:3");
  EXPECT_EQ(faults("  type: log\n  run: [/x]\n"), "E202:3") << "log runs nothing";
}

}  // namespace
}  // namespace balm
