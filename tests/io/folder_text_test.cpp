#include "common/io/folder_text.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/hash.h"
#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

using Kind = Error::Kind;

const FolderRules kYaml{.suffixes = {".yaml"}};

Kind refusal(const std::string& folder, const FolderRules& rules = kYaml) {
  const auto files = read_folder(folder, rules);
  EXPECT_FALSE(files);
  return files ? Kind::Usage : files.error().kind;
}

TEST(FolderText, ReadsWhatCountsByName) {
  const TemporaryFolder folder;
  for (const char* name : {"b.yaml", "a.yaml", ".hidden.yaml", "notes.txt"}) folder.file(name, name);
  const auto files = read_folder(folder.path(), kYaml);
  ASSERT_TRUE(files) << files.error().message;
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].name, "a.yaml");
  EXPECT_EQ((*files)[1].text, "b.yaml");
  EXPECT_EQ(refusal(folder / "none"), Kind::NotFound);
}

TEST(FolderText, R28WhatOthersCanWriteIsRefused) {
  const TemporaryFolder folder;
  folder.file("a.yaml", "text", 0666);
  EXPECT_EQ(refusal(folder.path()), Kind::Denied);
  folder.file("a.yaml", "text", 0664);
  EXPECT_TRUE(read_folder(folder.path(), kYaml)) << "a group that deploys";
  EXPECT_EQ(refusal(folder.path(), {.suffixes = {".yaml"}, .forbidden_mode = 022}), Kind::Denied);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  EXPECT_EQ(refusal(folder.path()), Kind::Denied);
  ASSERT_EQ(::chmod(folder.path().c_str(), 01777), 0);
  EXPECT_EQ(refusal(folder.path()), Kind::Denied) << "who may add a file need not change one";
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  ASSERT_EQ(::chown((folder / "a.yaml").c_str(), 65534, 65534), 0);
  EXPECT_EQ(refusal(folder.path()), Kind::Denied);
  ASSERT_EQ(::chown(folder.path().c_str(), 65534, 65534), 0);
  EXPECT_TRUE(read_folder(folder.path(), kYaml)) << "the folder's owner may own what is in it";
}

TEST(FolderText, R28LinksPipesAndFoldersAreNoFiles) {
  const TemporaryFolder folder;
  ASSERT_EQ(::symlink("/etc/hostname", (folder / "a.yaml").c_str()), 0);
  EXPECT_EQ(refusal(folder.path()), Kind::BadData);
  ::unlink((folder / "a.yaml").c_str());
  ASSERT_EQ(::mkfifo((folder / "a.yaml").c_str(), 0644), 0);
  EXPECT_EQ(refusal(folder.path()), Kind::BadData) << "and it does not hang";
  ::unlink((folder / "a.yaml").c_str());
  ASSERT_EQ(::mkdir((folder / "a.yaml").c_str(), 0755), 0);
  EXPECT_EQ(refusal(folder.path()), Kind::BadData);
}

TEST(FolderText, R15AManifestHoldsTheWholeSetTogether) {
  const TemporaryFolder folder;
  folder.file("a.yaml", "one\n");
  folder.file("b.yaml", "two\n");
  folder.file("README", "not for us\n");
  const auto sum = [](const std::string& text) { return sha256_hex(text) + "  "; };
  const std::string all = sum("one\n") + "a.yaml\n" + sha256_hex("two\n") + " *b.yaml\n";
  folder.file(kManifestName, all + sum("other") + "README\n");
  EXPECT_TRUE(read_folder(folder.path(), kYaml));
  folder.file("b.yaml", "tw");
  EXPECT_EQ(refusal(folder.path()), Kind::BadData) << "cut off";
  folder.file("b.yaml", "two\n");
  folder.file("c.yaml", "three\n");
  EXPECT_EQ(refusal(folder.path()), Kind::BadData) << "not listed";
  ::unlink((folder / "c.yaml").c_str());
  ::unlink((folder / "a.yaml").c_str());
  EXPECT_EQ(refusal(folder.path()), Kind::BadData) << "not there";
  folder.file("a.yaml", "one\n");
  for (std::size_t length = 1; length < all.size(); ++length) {
    folder.file(kManifestName, all.substr(0, length));
    const bool whole = length + 1 == all.size();
    EXPECT_EQ(read_folder(folder.path(), kYaml).ok(), whole) << all.substr(0, length);
  }
}

TEST(FolderText, R27BoundsOfAFolder) {
  const TemporaryFolder folder;
  for (int i = 0; i < 4; ++i) folder.file(std::to_string(i) + ".yaml", std::string(100, 'x'));
  EXPECT_EQ(refusal(folder.path(), {.suffixes = {".yaml"}, .files_max = 3}), Kind::BadData);
  EXPECT_EQ(refusal(folder.path(), {.suffixes = {".yaml"}, .bytes_max = 399}), Kind::BadData);
  EXPECT_TRUE(read_folder(folder.path(), {.suffixes = {".yaml"}, .files_max = 4, .bytes_max = 400}));
}

}  // namespace
}  // namespace balm
