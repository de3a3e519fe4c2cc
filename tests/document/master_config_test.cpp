#include "common/document/master_config.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/document/codes.h"

namespace balm {
namespace {

std::string faults(const std::string& yaml) {
  return codes(parse_master_config(yaml + "\n", "master.yaml").issues);
}

TEST(MasterConfig, TheExampleFileIsTheDefaults) {
  std::ifstream file(BALM_SOURCE_DIR "/config/master.yaml");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(text.empty());
  const auto parsed = parse_master_config(text, "config/master.yaml");
  EXPECT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value, MasterConfig{});
  for (const char* key :
       {"name", "listen", "state_dir", "rules_dir", "states_dir", "checks_dir", "notifiers_dir", "escalate",
        "operator_group", "heartbeat", "lost_after", "events", "incidents", "size", "level", "format"})
    EXPECT_NE(text.find(std::string(key) + ": "), std::string::npos) << key << " is not spelled out";
}

TEST(MasterConfig, AnEmptyFileIsTheDefaults) {
  const auto parsed = parse_master_config("# nothing yet\n", "master.yaml");
  EXPECT_TRUE(parsed.issues.empty());
  EXPECT_EQ(parsed.value, MasterConfig{});
  EXPECT_EQ(parsed.value.listen.host, "127.0.0.1") << "never all interfaces by default";
}

TEST(MasterConfig, ReadsEverySetting) {
  const auto parsed = parse_master_config(
      "name: prod\nlisten: tcp://10.0.0.5:4600\nstate_dir: /srv/balm\nescalate: [oncall, log]\nheartbeat: "
      "1s\n"
      "lost_after: 5s\nretention: {events: 7d, incidents: 90d, size: 1G}\nlog: {level: debug, format: "
      "json}\n",
      "m");
  ASSERT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.listen, (Endpoint{"10.0.0.5", 4600}));
  EXPECT_EQ(parsed.value.escalate, (std::vector<std::string>{"oncall", "log"}));
  EXPECT_EQ(parsed.value.retention, (RetentionConfig{7 * 24h, 90 * 24h, 1ull << 30}));
  EXPECT_EQ(parsed.value.log, (LogConfig{LogConfig::Level::Debug, LogConfig::Format::Json}));
}

TEST(MasterConfig, K3ListensOnOneAddressOnly) {
  EXPECT_EQ(faults("listen: ''"), "E214:1");
  EXPECT_EQ(faults("listen: tcp://ops1.example.net:4571"), "E230:1");
  EXPECT_EQ(faults("listen: tcp://localhost:4571"), "E230:1");
  EXPECT_EQ(faults("listen: tcp://127.0.0.1:0"), "E230:1");
  EXPECT_EQ(faults("listen: tcp://127.0.0.1:70000"), "E230:1");
  EXPECT_EQ(faults("listen: 'tcp://*:4571'"), "E230:1");
  EXPECT_EQ(faults("listen: tcp://0.0.0.0:4571"), "") << "every interface may be spelled";
}

TEST(MasterConfig, K5PathsAreAbsolute) {
  for (const char* path :
       {"balm", "./balm", "../balm", "file:x?mode=memory", "file:///x", "/var/../etc", "~/balm", "''"})
    EXPECT_EQ(faults(std::string("state_dir: ") + path).substr(0, 2), "E2") << path;
  EXPECT_EQ(faults("state_dir: file:x?mode=memory"), "E231:1");
  EXPECT_EQ(faults("state_dir: /srv/..balm/a..b"), "");
}

TEST(MasterConfig, K7SecretsDoNotStandInFiles) {
  const auto parsed = parse_master_config("api_token: abc123\n", "m");
  EXPECT_EQ(codes(parsed.issues), "E202:1 E232:1");
  EXPECT_EQ(render(parsed.issues).find("abc123"), std::string::npos) << "and nobody reads it in the log";
}

TEST(MasterConfig, R15ACutFileIsRefused) {
  EXPECT_EQ(codes(parse_master_config("name: prod\nlisten: tcp://10.0.0.5:457", "m").issues), "E226:2");
}

TEST(MasterConfig, K11UnknownOptionsAreNamedWithTheNearest) {
  const auto parsed = parse_master_config("lisen: tcp://127.0.0.1:4571\n", "master.yaml");
  ASSERT_EQ(codes(parsed.issues), "E202:1");
  EXPECT_EQ(parsed.issues[0].guess, "did you mean `listen`?");
}

TEST(MasterConfig, LivenessToleratesLostPackets) {
  EXPECT_EQ(faults("lost_after: 20s"), "E235:1");
  EXPECT_EQ(faults("name: a\nheartbeat: 20s"), "E235:2");
  EXPECT_EQ(faults("heartbeat: 20s\nlost_after: 60s"), "");
}

TEST(MasterConfig, D9RetentionIsNeverOff) {
  EXPECT_EQ(faults("retention: {events: 0s}"), "E208:1");
  EXPECT_EQ(faults("retention: {size: 0}"), "E209:1");
  EXPECT_EQ(faults("retention: off"), "E201:1");
}

}  // namespace
}  // namespace balm
