#include "agent/io/agent_startup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "agent/io/agent_run.h"
#include "agent/io/agent_store.h"
#include "agent/io/checks_folder.h"
#include "common/ids.h"
#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

TEST(AgentStartup, TwoAgentsCannotShareAFolder) {
  const TemporaryFolder folder;
  const auto first = lock_folder(folder / "state");
  ASSERT_TRUE(first) << first.error().message;
  const auto second = lock_folder(folder / "state");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, Error::Kind::Refused);
}

TEST(AgentStartup, K5AFolderOthersCanWriteToIsRefused) {
  const TemporaryFolder folder;
  ASSERT_TRUE(lock_folder(folder / "state"));
  ASSERT_EQ(::chmod((folder / "state").c_str(), 0777), 0);
  EXPECT_EQ(lock_folder(folder / "state").error().kind, Error::Kind::Denied);
}

TEST(AgentStartup, K2TheMastersKeyIsNotTheHostsOwn) {
  const TemporaryFolder folder;
  AgentConfig config;
  config.state_dir = folder / "state";
  ASSERT_TRUE(lock_folder(config.state_dir));
  config.master_key = own_keys(config)->public_key;
  Signals signals;
  Log log("test", Log::Level::Error, Log::Format::Text);
  const auto code = run_agent(config, UniqueFd(), signals, log);
  ASSERT_FALSE(code);
  EXPECT_EQ(code.error().kind, Error::Kind::BadData) << code.error().message;
}

TEST(AgentStartup, ClaimsANameThatIsOne) {
  AgentConfig config;
  config.name = "web1";
  EXPECT_EQ(claimed_name(config).text, "web1");
  config.name.clear();
  EXPECT_TRUE(valid_id(claimed_name(config).text));
}

TEST(AgentStartup, TheMastersKeyIsPinned) {
  const TemporaryFolder folder;
  const KeyPair master = KeyPair::generate();
  AgentConfig config;
  config.master_key_file = folder / "master.pub";
  EXPECT_EQ(master_key(config).error().kind, Error::Kind::NotFound);
  folder.file("master.pub", master.public_key + "\n");
  EXPECT_EQ(*master_key(config), master.public_key);
  folder.file("master.pub", "nonsense");
  EXPECT_EQ(master_key(config).error().kind, Error::Kind::BadData);
  folder.file("master.pub", master.public_key, 0666);
  EXPECT_EQ(master_key(config).error().kind, Error::Kind::Denied);
}

TEST(AgentStartup, OnlyAWholeConfigurationOfOursIsUsed) {
  const TemporaryFolder folder;
  const std::string path = folder / "agent.yaml";
  EXPECT_EQ(read_agent_config(path).error().kind, Error::Kind::NotFound);
  folder.file("agent.yaml", "master: tcp://127.0.0.1:4571\nname: web1\n");
  const auto config = read_agent_config(path);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->name, "web1");
  folder.file("agent.yaml", "master: tcp://127.0.0.1:4571\nnme: web1\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(read_agent_config(path).error().kind, Error::Kind::BadData);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("nme"), std::string::npos);
  folder.file("agent.yaml", "master: tcp://127.0.0.1:4571\n", 0666);
  EXPECT_EQ(read_agent_config(path).error().kind, Error::Kind::Denied);
}

TEST(AgentStore, GivesBackThePicture) {
  const TemporaryFolder folder;
  const AgentStore store(folder / "checks.json");
  EXPECT_EQ(store.load().error().kind, Error::Kind::NotFound);
  SavedChecks checks{SpoolId{std::string(32, 'a')}, 12, {}};
  checks.checks.push_back(
      {{"disk"}, "/var", Status::Unknown, Status::Critical, WallTime::from_seconds(1'700'000'000), 3});
  ASSERT_TRUE(store.keep(checks));
  const auto loaded = store.load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, checks);
  folder.file("checks.json", "{\"spool\":", 0600);
  EXPECT_EQ(store.load().error().kind, Error::Kind::BadData);
}

TEST(AgentStore, HoldsAsManyStandingsAsAHostMayHave) {
  const TemporaryFolder folder;
  const AgentStore store(folder / "checks.json");
  SavedChecks checks{{std::string(32, 'a')}, 7, {}};
  for (std::size_t i = 0; i < limits::kChecksPerAgentMax * 8; ++i)
    checks.checks.push_back({{"check-" + std::to_string(i / 8)},
                             "/mnt/part-" + std::to_string(i % 8),
                             Status::Critical,
                             Status::Critical,
                             WallTime::from_ms(1'700'000'000'000),
                             3});
  checks.files_refused = true;
  ASSERT_TRUE(store.keep(checks));
  const auto loaded = store.load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, checks);
}

TEST(AgentStore, APictureThatWasCutOffIsNotBelieved) {
  SavedChecks checks{{std::string(32, 'a')}, 7, {}};
  checks.checks.push_back({{"http"}, "", Status::Critical, Status::Critical, WallTime::from_ms(5), 3});
  checks.checks.push_back({{"disk"}, "/", Status::Ok, Status::Ok, WallTime::from_ms(6), 0});
  const std::string text = to_text(checks);
  ASSERT_TRUE(saved_checks_from_text(text));
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(saved_checks_from_text(std::string_view(text).substr(0, size))) << size;
}

TEST(ChecksFolder, ReadsAllFilesOrSaysEveryFault) {
  const TemporaryFolder folder;
  ChecksFolder checks(folder.path(), nullptr);
  EXPECT_TRUE(ChecksFolder(folder / "missing", nullptr).read()->ok());
  folder.file("a.yaml", "checks:\n  http:\n    run: [/bin/true]\n");
  folder.file("b.yaml", "checks:\n  disk:\n    run: [/bin/true]\n    every: 30s\n");
  const auto read = checks.read();
  ASSERT_TRUE(read && read->ok()) << render(read->issues);
  ASSERT_EQ(read->value.size(), 2u);
  EXPECT_EQ(read->value[1].every, Duration(30s));
  const std::string print = checks.print();
  EXPECT_EQ(print, checks.print());
  folder.file("b.yaml", "checks:\n  disk:\n    runn: [/bin/true]\n");
  EXPECT_NE(print, checks.print());
  EXPECT_FALSE(checks.read()->ok());
  folder.file("b.yaml", "", 0666);
  EXPECT_EQ(checks.read().error().kind, Error::Kind::Denied) << "others could write it";
}

// Whatever may have been the reason to refuse the files, its end is seen.
TEST(ChecksFolder, WhatMakesFilesReadableChangesThePrint) {
  const TemporaryFolder folder;
  const ChecksFolder checks(folder.path(), nullptr);
  folder.file("a.yaml", "checks:\n  http:\n    run: [/bin/true]\n", 0666);
  const std::string refused = checks.print();
  ASSERT_EQ(::chmod((folder / "a.yaml").c_str(), 0644), 0);
  const std::string mended = checks.print();
  EXPECT_NE(mended, refused);
  folder.file("SHA256SUMS", "");
  const std::string cut_off = checks.print();
  EXPECT_NE(cut_off, mended) << "the manifest belongs to the files";
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  EXPECT_NE(checks.print(), cut_off);
}

TEST(ChecksFolder, R14AFolderThatBecomesEmptyIsNotBelieved) {
  const TemporaryFolder folder;
  ChecksFolder checks(folder.path(), nullptr);
  EXPECT_TRUE(checks.read()->ok()) << "nothing was ever there";
  folder.file("a.yaml", "checks:\n  http:\n    run: [/bin/true]\n");
  ASSERT_TRUE(checks.read()->ok());
  std::filesystem::remove(folder / "a.yaml");
  EXPECT_EQ(checks.read().error().kind, Error::Kind::BadData);
  folder.file("a.yaml", "allow_empty: true\n");
  EXPECT_TRUE(checks.read()->ok());
}

}  // namespace
}  // namespace balm::agent
