#include <gtest/gtest.h>
#include <sys/stat.h>

#include "common/io/time_zones.h"
#include "master/io/startup.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

namespace fs = std::filesystem;
using Kind = Error::Kind;

class MasterStartup : public testing::Test {
 protected:
  MasterStartup() {
    config_.state_dir = root_ / "master";
    for (std::string* folder :
         {&config_.rules_dir, &config_.states_dir, &config_.checks_dir, &config_.notifiers_dir})
      *folder = root_ / "rules.d";
    fs::create_directory(config_.rules_dir);
  }
  Result<Prepared> start() {
    if (const auto lock = lock_state_dir(config_.state_dir); !lock) return lock.error();
    return prepare(config_, &zones_);
  }

  TemporaryFolder root_;
  MasterConfig config_;
  TimeZones zones_;
};

TEST_F(MasterStartup, K9TwoMastersCannotShareAFolder) {
  const auto first = lock_state_dir(config_.state_dir);
  ASSERT_TRUE(first) << first.error().message;
  const auto second = lock_state_dir(config_.state_dir);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, Kind::Refused) << "exit 75";
}

TEST_F(MasterStartup, K5AFolderOthersCanWriteToIsRefused) {
  ASSERT_TRUE(lock_state_dir(config_.state_dir));
  ASSERT_EQ(::chmod(config_.state_dir.c_str(), 01777), 0);
  EXPECT_EQ(lock_state_dir(config_.state_dir).error().kind, Kind::Denied);
}

TEST_F(MasterStartup, K4AFolderThatCannotBeWrittenToIsAnError) {
  root_.file("taken", "");
  for (const char* const path : {"/proc/balm", "/sys/balm", "/dev/null"})
    EXPECT_FALSE(lock_state_dir(path)) << path;
  EXPECT_FALSE(lock_state_dir(root_ / "taken"));
  EXPECT_FALSE(lock_state_dir(root_ / "none/master"));
}

TEST_F(MasterStartup, K1KeysOthersCouldHaveAreRefused) {
  ASSERT_TRUE(start());
  for (const char* const name : {"/master.key", "/operator.key"}) {
    const std::string key = config_.state_dir + name;
    ASSERT_EQ(::chmod(key.c_str(), 0644), 0);
    EXPECT_EQ(start().error().kind, Kind::Denied) << name;
    ASSERT_EQ(::chmod(key.c_str(), 0600), 0);
    fs::rename(key, root_ / "moved");
    fs::create_symlink(root_ / "moved", key);
    EXPECT_EQ(start().error().kind, Kind::Denied) << name;
    fs::remove(key);
    fs::rename(root_ / "moved", key);
  }
  EXPECT_TRUE(start());
}

// The key may have been replaced because somebody had it who should not.
TEST_F(MasterStartup, AnOperatorKeyThatWasReplacedIsRevoked) {
  const std::string key = config_.state_dir + "/operator.key";
  ASSERT_TRUE(start());
  const std::string old = read_key_file(key)->public_key;
  fs::rename(key, root_ / "old.key");
  const auto second = start();
  ASSERT_TRUE(second);
  const auto state_of = [](const Prepared& prepared, const std::string& public_key) {
    for (const KeyRow& row : prepared.recovered.keys)
      if (row.public_key == public_key) return row.state;
    return KeyState::Rejected;
  };
  EXPECT_EQ(state_of(*second, old), KeyState::Revoked);
  EXPECT_EQ(state_of(*second, read_key_file(key)->public_key), KeyState::Accepted);
  fs::rename(root_ / "old.key", key);
  const auto third = start();
  ASSERT_TRUE(third);
  EXPECT_EQ(state_of(*third, old), KeyState::Accepted) << "whoever puts it back means it";
}

TEST_F(MasterStartup, K8FilesWithFaultsLeaveTheLastGoodOnesInForce) {
  const std::string rule = "rules:\n  a: {when: check.x, try: []}\n";
  root_.file("rules.d/a.yaml", rule);
  const auto first = start();
  ASSERT_TRUE(first) << first.error().message;
  root_.file("rules.d/a.yaml", rule.substr(0, 20));
  const auto second = start();
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->configuration->revision, first->configuration->revision);
  EXPECT_FALSE(second->configuration_issues.empty()) << "and it is told";
}

TEST_F(MasterStartup, K8WithoutAnyGoodOneItDoesNotStart) {
  root_.file("rules.d/a.yaml", "rules:\n  a: {wehn: check.x, try: []}\n");
  const auto prepared = start();
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().kind, Kind::BadData);
  EXPECT_NE(prepared.error().message.find("did you mean `when`"), std::string::npos);
}

}  // namespace
}  // namespace balm::master
