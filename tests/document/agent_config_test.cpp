#include "common/document/agent_config.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/document/codes.h"

namespace balm {
namespace {

std::string faults(const std::string& yaml) {
  return codes(parse_agent_config(yaml + "\n", "agent.yaml").issues);
}

TEST(AgentConfig, TheExampleFileIsTheDefaults) {
  std::ifstream file(BALM_SOURCE_DIR "/config/agent.yaml");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(text.empty());
  const auto parsed = parse_agent_config(text, "config/agent.yaml");
  EXPECT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value, AgentConfig{});
  for (const char* key :
       {"master", "master_key_file", "master_key", "name", "labels", "state_dir", "executor_dir",
        "checks_dir", "agent_user", "check_user", "checks_running_max", "spool_size", "level", "format"})
    EXPECT_NE(text.find(std::string(key) + ":"), std::string::npos) << key << " is not spelled out";
}

TEST(AgentConfig, TheMastersKeyIsPinned) {
  const std::string key = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
  const auto parsed = parse_agent_config("master_key: '" + key + "'\n", "a");
  ASSERT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.master_key, key);
  EXPECT_EQ(faults("master_key: short"), "E234:1");
  EXPECT_EQ(faults("master_key: '" + std::string(40, '~') + "'"), "E234:1");
  EXPECT_EQ(faults("master_key_file: /k\nmaster_key: '" + key + "'"), "E224:2");
}

TEST(AgentConfig, TheMasterMayHaveAName) {
  EXPECT_EQ(parse_agent_config("master: tcp://ops1:4571\n", "a").value.master, (Endpoint{"ops1", 4571}));
  EXPECT_EQ(faults("master: ops1"), "E230:1");
}

TEST(AgentConfig, NamesAndLabels) {
  const auto parsed = parse_agent_config("name: web1\nlabels: {role: web, env: prod}\n", "a");
  ASSERT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.labels, (Labels{{"env", "prod"}, {"role", "web"}}));
  EXPECT_EQ(faults("name: Web1"), "E211:1");
  EXPECT_EQ(faults("labels: [a]"), "E201:1");
  EXPECT_EQ(faults("labels: {Role: web}"), "E211:1");
  EXPECT_EQ(faults("labels: {role: [web]}"), "E204:1");
}

TEST(AgentConfig, BoundsAndAccounts) {
  EXPECT_EQ(faults("checks_running_max: 0"), "E206:1");
  EXPECT_EQ(faults("spool_size: 1k"), "E209:1");
  EXPECT_EQ(faults("check_user: 0"), "E233:1");
  EXPECT_EQ(faults("check_user: 'a b'"), "E233:1");
  EXPECT_EQ(faults("check_user: root"), "");
}

}  // namespace
}  // namespace balm
