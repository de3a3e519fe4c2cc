#include "common/io/file_text.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

using Kind = Error::Kind;

TEST(FileText, ReadsWhatItWrote) {
  const TemporaryFolder folder;
  const std::string text("a\0b\n", 4);
  ASSERT_TRUE(replace_file(folder / "x", text, 0600).ok());
  EXPECT_EQ(*read_file(folder / "x"), text);
  struct stat info {};
  ASSERT_EQ(::stat((folder / "x").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
  ASSERT_TRUE(replace_file_quickly(folder / "x", "", 0644).ok());
  EXPECT_EQ(*read_file(folder / "x"), "");
  EXPECT_EQ(list_folder(folder.path(), {""})->size(), 1u) << "no drafts are left";
}

TEST(FileText, RefusesWhatIsNoPlainFile) {
  const TemporaryFolder folder;
  folder.file("real", "text");
  ASSERT_EQ(::symlink("real", (folder / "link").c_str()), 0);
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_file(folder / "none").error().kind, Kind::NotFound);
  EXPECT_EQ(read_file(folder / "link").error().kind, Kind::BadData);
  EXPECT_EQ(*read_file(folder / "link", {.follow_link = true}), "text");
  EXPECT_EQ(read_file(folder.path()).error().kind, Kind::BadData);
  EXPECT_EQ(read_file(folder / "pipe").error().kind, Kind::BadData) << "and does not hang";
  EXPECT_EQ(read_file("/dev/zero").error().kind, Kind::BadData);
  EXPECT_NE(read_file(folder / "none").error().message.find(folder / "none"), std::string::npos);
}

TEST(FileText, BoundsAndModes) {
  const TemporaryFolder folder;
  folder.file("big", std::string(1000, 'x'), 0640);
  EXPECT_TRUE(read_file(folder / "big", {.bytes_max = 1000}).ok());
  EXPECT_EQ(read_file(folder / "big", {.bytes_max = 999}).error().kind, Kind::BadData);
  EXPECT_EQ(read_file("/proc/self/status", {.bytes_max = 10}).error().kind, Kind::BadData)
      << "has no size beforehand";
  const auto loose = read_file(folder / "big", {.forbidden_mode = 077});
  EXPECT_EQ(loose.error().kind, Kind::Denied);
  EXPECT_EQ(loose.error().hint, "chmod 0600 " + (folder / "big"));
  EXPECT_EQ(read_file(folder / "big", {.owner = ::geteuid()}).ok(), true);
}

TEST(FileText, AFailedReplacementLeavesTheOldText) {
  const TemporaryFolder folder;
  EXPECT_FALSE(replace_file(folder / "no/x", "new").ok());
  ASSERT_EQ(::mkdir((folder / "taken").c_str(), 0700), 0);
  EXPECT_FALSE(replace_file(folder / "taken", "new").ok());
  EXPECT_EQ(list_folder(folder.path(), {""})->size(), 1u);
}

TEST(FileText, ALinkIsReplacedNotFollowed) {
  const TemporaryFolder folder;
  folder.file("real", "old");
  ASSERT_EQ(::symlink("real", (folder / "link").c_str()), 0);
  ASSERT_TRUE(replace_file(folder / "link", "new").ok());
  EXPECT_EQ(*read_file(folder / "real"), "old");
  EXPECT_EQ(*read_file(folder / "link"), "new");
}

TEST(FileText, ListsByEndingAndSorted) {
  const TemporaryFolder folder;
  for (const char* name : {"b.yaml", "a.yml", "c.txt", ".hidden.yaml", "10.yaml"}) folder.file(name, "");
  const auto paths = list_folder(folder.path() + "/", {".yaml", ".yml"});
  ASSERT_TRUE(paths.ok());
  EXPECT_EQ(*paths, (std::vector<std::string>{folder / "10.yaml", folder / "a.yml", folder / "b.yaml"}));
  EXPECT_EQ(list_folder(folder / "none", {}).error().kind, Kind::NotFound);
}

TEST(FileText, MakesFolders) {
  const TemporaryFolder folder;
  EXPECT_TRUE(make_folder(folder / "new").ok());
  EXPECT_TRUE(make_folder(folder / "new").ok());
  folder.file("taken", "");
  EXPECT_EQ(make_folder(folder / "taken").error().kind, Kind::BadData);
  EXPECT_EQ(make_folder(folder / "a/b").error().kind, Kind::NotFound);
}

}  // namespace
}  // namespace balm
