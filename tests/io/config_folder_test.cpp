// The master's folders as they are changed under its eyes: by editors, slow copies, deployments and
// accidents.
#include "master/io/config_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include "common/io/unique_fd.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

namespace fs = std::filesystem;

class ConfigFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* const name : {"rules.d", "states", "states/nginx"}) fs::create_directory(root_ / name);
    config_.rules_dir = config_.checks_dir = config_.notifiers_dir = root_ / "rules.d";
    config_.states_dir = root_ / "states";
    root_.file("rules.d/a.yaml", "rules:\n");
    root_.file("states/nginx/restart.sls", "x: test.nop\n");
  }

  // What an event loop sees; inotify tells before the call that made the change returns.
  static bool told(const ConfigFolder& folder) {
    pollfd one{folder.fd(), POLLIN, 0};
    return ::poll(&one, 1, 0) > 0;
  }
  static bool changed(ConfigFolder& folder) { return told(folder) && folder.changed(); }

  TemporaryFolder root_;
  MasterConfig config_;
};

TEST_F(ConfigFolderTest, ReadsDocumentsOnceAndStatesByTheirPath) {
  ConfigFolder folder(config_);
  const auto text = folder.read();
  ASSERT_TRUE(text) << text.error().message;
  ASSERT_EQ(text->documents.size(), 1u);
  EXPECT_EQ(text->documents[0].name, "rules.d/a.yaml");
  ASSERT_EQ(text->states.size(), 1u);
  EXPECT_EQ(text->states[0].name, "nginx/restart.sls");
}

TEST_F(ConfigFolderTest, R15AFileIsWaitedForWhileItIsWritten) {
  ConfigFolder folder(config_);
  EXPECT_FALSE(changed(folder));
  UniqueFd file(::open((root_ / "rules.d/b.yaml").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  ASSERT_EQ(::write(file.get(), "rules:\n", 7), 7);
  EXPECT_TRUE(changed(folder));
  EXPECT_TRUE(folder.being_written());
  ASSERT_EQ(::write(file.get(), "  a: {}\n", 8), 8);
  file.reset();
  EXPECT_TRUE(changed(folder));
  EXPECT_FALSE(folder.being_written());
}

TEST_F(ConfigFolderTest, R15WhoIsGoneIsNotWaitedFor) {
  ConfigFolder folder(config_);
  UniqueFd file(::open((root_ / "rules.d/a.yaml").c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_EQ(::write(file.get(), "x", 1), 1);
  EXPECT_TRUE(changed(folder));
  ASSERT_TRUE(folder.being_written());
  ::unlink((root_ / "rules.d/a.yaml").c_str());
  EXPECT_TRUE(changed(folder));
  EXPECT_FALSE(folder.being_written());
}

TEST_F(ConfigFolderTest, R28OnlyFilesThatCountAreChanges) {
  ConfigFolder folder(config_);
  root_.file("rules.d/.a.yaml.swp", "x");
  root_.file("rules.d/a.yaml~", "x");
  EXPECT_FALSE(changed(folder));
  fs::rename(root_ / "rules.d/a.yaml", root_ / "rules.d/c.yaml");
  EXPECT_TRUE(changed(folder));
  fs::permissions(root_ / "rules.d/c.yaml", fs::perms::owner_read);
  EXPECT_TRUE(changed(folder)) << "what was refused for its mode may be fine now";
  fs::create_directory(root_ / "states/disk");
  EXPECT_TRUE(changed(folder));
  root_.file("states/disk/clean.sls", "x: test.nop\n");
  EXPECT_TRUE(changed(folder)) << "new folders are watched";
}

TEST_F(ConfigFolderTest, R28AnotherFolderInItsPlaceIsNoticed) {
  ConfigFolder folder(config_);
  EXPECT_FALSE(folder.replaced());
  fs::rename(root_ / "rules.d", root_ / "rules.d.old");
  fs::create_directory(root_ / "rules.d");
  root_.file("rules.d/new.yaml", "rules:\n");
  EXPECT_TRUE(folder.replaced());
  EXPECT_FALSE(folder.replaced());
  (void)folder.changed();
  root_.file("rules.d/new.yaml", "rules: {}\n");
  EXPECT_TRUE(changed(folder)) << "the new one is watched";
}

TEST_F(ConfigFolderTest, R14AFolderThatBecomesEmptyIsNotBelieved) {
  ConfigFolder folder(config_);
  ASSERT_TRUE(folder.read());
  ::unlink((root_ / "rules.d/a.yaml").c_str());
  EXPECT_EQ(folder.read().error().kind, Error::Kind::BadData);
  fs::remove_all(root_ / "rules.d");
  EXPECT_EQ(folder.read().error().kind, Error::Kind::BadData);
  fs::create_directory(root_ / "rules.d");
  root_.file("rules.d/none.yaml", "allow_empty: true\n");
  EXPECT_TRUE(folder.read()) << "said aloud it is fine";
}

TEST_F(ConfigFolderTest, R14AFolderThatNeverHeldAnythingIsEmpty) {
  config_.notifiers_dir = root_ / "notifiers.d";
  ConfigFolder folder(config_);
  EXPECT_TRUE(folder.read());
}

TEST_F(ConfigFolderTest, R23RulesAndStatesOthersCanWriteAreRefused) {
  ConfigFolder folder(config_);
  root_.file("states/nginx/restart.sls", "x: test.nop\n", 0666);
  EXPECT_EQ(folder.read().error().kind, Error::Kind::Denied);
  root_.file("states/nginx/restart.sls", "x: test.nop\n", 0644);
  EXPECT_TRUE(folder.read());
  root_.file("rules.d/a.yaml", "rules:\n", 0646);
  EXPECT_EQ(folder.read().error().kind, Error::Kind::Denied);
}

}  // namespace
}  // namespace balm::master
