#include "common/document/check_text.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "common/document/document.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

CheckDocument written(const std::string& body) {
  const auto read = read_documents({{"checks.d/a.yaml", "checks:\n  disk:\n" + body}});
  EXPECT_TRUE(read.ok()) << render(read.issues);
  EXPECT_EQ(read.value.checks.size(), 1u);
  return read.value.checks.at(0);
}

const char* const kEveryField =
    "    summary: \"disks: all \\\"of\\\" them\\t\\u00e9 \\U0001F600\"\n    hosts: role=web\n"
    "    run: [check_disk, -w, '10%', 'a: b', '{x}', \"line\\nline\", '# no comment', '!']\n"
    "    cron: '*/5 * * * *'\n    tz: +02:00\n"
    "    timeout: 1m30s\n    warning: metrics.used_pct >= 85.0\n"
    "    critical: >-\n      metrics['used_pct'] >= 95.0\n      && metrics.free < 1.0e9\n"
    "    confirm: {fail: 3, ok: 2}\n    per: mount\n    env: {LANG: C, EMPTY: ''}\n"
    "    limits: {nofile: 64, memory: 256M, cpu: 10s, file_size: 0, processes: 20}\n"
    "    labels: {team: ops}\n";

void expect_equal(const CheckDocument& a, const CheckDocument& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.argv, b.argv);
  EXPECT_EQ(a.every, b.every);
  EXPECT_EQ(a.cron ? a.cron->text() : "", b.cron ? b.cron->text() : "");
  EXPECT_EQ(a.zone, b.zone);
  EXPECT_EQ(a.timeout, b.timeout);
  EXPECT_EQ(a.warning.text(), b.warning.text());
  EXPECT_EQ(a.critical.text(), b.critical.text());
  EXPECT_EQ(a.confirm, b.confirm);
  EXPECT_EQ(a.per, b.per);
  EXPECT_EQ(a.env, b.env);
  EXPECT_EQ(a.limits, b.limits);
  EXPECT_EQ(a.labels, b.labels);
  EXPECT_EQ(a.summary, b.summary);
}

TEST(CheckText, CarriesEveryField) {
  for (const std::string body :
       {kEveryField, "    run: test -e /x || exit 2 # always\n", "    run: [true]\n    every: 100ms\n"}) {
    const CheckDocument check = written(body);
    const auto arrived = read_check_text(check_text(check), nullptr);
    ASSERT_TRUE(arrived.ok()) << render(arrived.issues) << check_text(check);
    expect_equal(arrived.value, check);
    EXPECT_TRUE(arrived.value.handed);
    EXPECT_TRUE(arrived.value.enabled);
    EXPECT_FALSE(arrived.value.hosts) << "whom it concerns was decided before it was sent";
    EXPECT_EQ(check_text(arrived.value), check_text(check));
  }
}

TEST(CheckText, SaysNothingOfHowItWasWritten) {
  const CheckDocument one = written("    run: [a, 'b']  # why\n    every: 60s\n    hosts: all\n");
  const CheckDocument two =
      written("    every: \"1m\"\n    run:\n      - a\n      - \"b\"\n    hosts: role=web\n");
  EXPECT_EQ(check_text(one), check_text(two));
}

TEST(CheckText, IsReadAsStrictlyAsAFile) {
  const auto faults = [](const std::string& text) { return codes(read_check_text(text, nullptr).issues); };
  EXPECT_EQ(faults("checks: {a: {run: [x], evry: 10s}}\n"), "E202:1");
  EXPECT_EQ(faults("checks: {a: {run: [x]}, b: {run: [y]}}\n"), "E220:0");
  EXPECT_EQ(faults("{\"checks\": {\"a\": {\"run\": [\"x\"], \"as\": \"root\"}}}\n"), "E236:0");
  EXPECT_NE(faults("rules: {}"), "");
  EXPECT_NE(faults(""), "");
  EXPECT_NE(faults("\xff\xfe"), "");
}

TEST(CheckText, AMasterMayNotChooseTheUser) {
  KnownNames master;
  master.hands_checks_down = true;
  const auto faults = [&](const std::string& body) {
    return codes(read_documents({{"checks.d/a.yaml", "checks:\n  a: {" + body + "}\n"}}, master).issues);
  };
  EXPECT_EQ(faults("run: [x], hosts: all, as: root"), "E236:2");
  EXPECT_EQ(faults("run: [x], as: root"), "") << "not handed down";
  EXPECT_EQ(faults("run: [x], hosts: all"), "");
}

TEST(CheckText, TheShippedExampleIsHandedDown) {
  std::ifstream file(std::string(BALM_SOURCE_DIR) + "/config/checks.d/every_host.yaml");
  KnownNames master;
  master.hands_checks_down = true;
  const auto read = read_documents({{"every_host.yaml", {std::istreambuf_iterator<char>(file), {}}}}, master);
  ASSERT_TRUE(read.ok()) << render(read.issues);
  ASSERT_EQ(read.value.checks.size(), 2u);
  for (const CheckDocument& check : read.value.checks) EXPECT_TRUE(check.hosts) << check.name.text;
}

TEST(CheckText, HashesASet) {
  EXPECT_EQ(check_set_hash({}), "");
  EXPECT_EQ(check_set_hash({"a"}).size(), 16u);
  EXPECT_NE(check_set_hash({"a", "b"}), check_set_hash({"ab"}));
  EXPECT_NE(check_set_hash({"a", "b"}), check_set_hash({"b", "a"}));
  EXPECT_EQ(check_set_hash({"a", "b"}), check_set_hash({"a", "b"}));
}

}  // namespace
}  // namespace balm
