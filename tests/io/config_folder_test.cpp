// The folders people write in.
#include "master/io/config_folder.h"

#include <gtest/gtest.h>
#include <poll.h>

#include "common/io/file_text.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

class ConfigFolderTest : public testing::Test {
 protected:
  ConfigFolderTest() {
    config.rules_dir = folder / "rules.d";
    config.checks_dir = folder / "checks.d";
    config.notifiers_dir = config.rules_dir;  // people may keep all in one
    config.states_dir = folder / "states";
    for (const char* const name : {"rules.d", "checks.d", "states", "states/nginx"})
      EXPECT_TRUE(make_folder(folder / name));
  }
  static bool told(ConfigFolder& watched) {
    pollfd one{watched.fd(), POLLIN, 0};
    return ::poll(&one, 1, 10'000) > 0 && watched.changed();
  }

  TemporaryFolder folder;
  MasterConfig config;
};

TEST_F(ConfigFolderTest, ReadsDocumentsOnceAndStatesWithTheirPath) {
  folder.file("rules.d/b.yaml", "b");
  folder.file("rules.d/a.yml", "a");
  folder.file("rules.d/notes.txt", "not ours");
  folder.file("checks.d/http.yaml", "c");
  folder.file("states/nginx/restart.sls", "s");
  folder.file("states/top.sls", "t");
  const auto text = ConfigFolder(config).read();
  ASSERT_TRUE(text);
  std::string names;
  for (const NamedText& file : text->documents) names += file.name + "=" + file.text + " ";
  EXPECT_EQ(names, "rules.d/a.yml=a rules.d/b.yaml=b checks.d/http.yaml=c ");
  ASSERT_EQ(text->states.size(), 2u);
  EXPECT_EQ(text->states[0].name, "top.sls");
  EXPECT_EQ(text->states[1].name, "nginx/restart.sls");
  EXPECT_EQ(text->escalate, config.escalate);
}

TEST_F(ConfigFolderTest, AFolderThatDoesNotExistIsEmpty) {
  config.rules_dir = config.notifiers_dir = folder / "nowhere";
  config.states_dir = folder / "nowhere_else";
  const auto text = ConfigFolder(config).read();
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->documents.empty());
  EXPECT_TRUE(text->states.empty());
}

TEST_F(ConfigFolderTest, WhatCannotBeReadIsNamedAndNothingIsHalfRead) {
  EXPECT_TRUE(make_folder(folder / "rules.d/dir.yaml"));
  const auto text = ConfigFolder(config).read();
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().message.find("dir.yaml"), std::string::npos) << text.error().message;
}

TEST_F(ConfigFolderTest, AChangeIsNoticedAndOtherFilesAreNot) {
  ConfigFolder watched(config);
  folder.file("rules.d/.a.yaml.swp", "an editor's");
  folder.file("rules.d/notes.txt", "not ours");
  pollfd one{watched.fd(), POLLIN, 0};
  ASSERT_GT(::poll(&one, 1, 10'000), 0);
  EXPECT_FALSE(watched.changed());
  folder.file("rules.d/a.yaml", "a");
  EXPECT_TRUE(told(watched));
  EXPECT_FALSE(watched.changed()) << "said once";
}

TEST_F(ConfigFolderTest, RemovedRenamedAndNewFoldersAreNoticed) {
  const std::string path = folder.file("states/nginx/restart.sls", "s");
  ConfigFolder watched(config);
  std::filesystem::rename(path, folder / "states/nginx/start.sls");
  EXPECT_TRUE(told(watched));
  std::filesystem::remove(folder / "states/nginx/start.sls");
  EXPECT_TRUE(told(watched));
  EXPECT_TRUE(make_folder(folder / "states/disk"));
  EXPECT_TRUE(told(watched));
  folder.file("states/disk/clean.sls", "s");
  EXPECT_TRUE(told(watched)) << "a folder made later is watched as well";
}

}  // namespace
}  // namespace balm::master
