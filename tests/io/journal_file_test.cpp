#include "common/io/journal_file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "common/random.h"
#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

using Records = std::vector<std::string>;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  std::filesystem::permissions(path,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

class JournalFileTest : public testing::Test {
 protected:
  Result<JournalFile::Opened> open() { return JournalFile::open({.path = path_, .kind = "balm test 1"}); }

  void write(const Records& records) {
    auto opened = open();
    ASSERT_TRUE(opened) << opened.error().message;
    for (const std::string& record : records) ASSERT_TRUE(opened->file.append(record));
    ASSERT_TRUE(opened->file.sync());
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "x.log";
};

TEST_F(JournalFileTest, GivesBackWhatWasAppended) {
  write({"one", std::string(100'000, 'x')});
  write({"three"});
  const auto opened = open();
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->records, (Records{"one", std::string(100'000, 'x'), "three"}));
  EXPECT_EQ(opened->cut_bytes, 0u);
  EXPECT_FALSE(opened->fresh);
}

TEST_F(JournalFileTest, WhatAnEarlierProcessWroteIsSyncedByTheNext) {
  write({"one"});
  auto opened = open();
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->file.wants_sync()) << "it may have died between its write and its sync";
  ASSERT_TRUE(opened->file.sync());
  EXPECT_FALSE(opened->file.wants_sync());
}

TEST_F(JournalFileTest, AHintIsKeptAndAsksForNoSync) {
  auto opened = open();
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened->file.append("one"));
  EXPECT_TRUE(opened->file.wants_sync());
  ASSERT_TRUE(opened->file.sync());
  ASSERT_TRUE(opened->file.append_hint("two"));
  EXPECT_FALSE(opened->file.wants_sync());
  ASSERT_TRUE(opened->file.append("three"));
  EXPECT_TRUE(opened->file.wants_sync());
  ASSERT_TRUE(opened->file.append_hint("four"));
  EXPECT_TRUE(opened->file.wants_sync()) << "a hint takes nothing back";
  EXPECT_EQ(open()->records, (Records{"one", "two", "three", "four"}));
}

TEST_F(JournalFileTest, CutsATornTailAtEveryByte) {
  write({"first", "second"});
  const std::string whole = read_file(path_);
  const std::size_t first_end = std::string("balm test 1\n").size() + journal_record("first").size();
  for (std::size_t size = first_end; size < whole.size(); ++size) {
    write_file(path_, whole.substr(0, size));
    const auto opened = open();
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(opened->records, Records{"first"}) << size;
    EXPECT_EQ(std::filesystem::file_size(path_), first_end);
  }
}

TEST_F(JournalFileTest, ATornTailIsWrittenOver) {
  write({"first", "second"});
  const std::string whole = read_file(path_);
  write_file(path_, whole.substr(0, whole.size() - 2));
  write({"third"});
  EXPECT_EQ(open()->records, (Records{"first", "third"}));
}

TEST_F(JournalFileTest, RefusesDamageInFrontOfAWholeRecord) {
  write({"first", "second", "third"});
  const std::string whole = read_file(path_);
  const std::size_t last = whole.size() - journal_record("third").size();
  for (std::size_t at = 0; at < last; ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    write_file(path_, damaged);
    const auto opened = open();
    ASSERT_FALSE(opened) << "flipped byte " << at;
    EXPECT_EQ(opened.error().kind, Error::Kind::BadData);
  }
}

TEST_F(JournalFileTest, RefusesAnotherKindAndRandomBytes) {
  write({"first"});
  const auto other = JournalFile::open({.path = path_, .kind = "balm other 1"});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, Error::Kind::BadData);
  write_file(path_, "SQLite format 3");
  EXPECT_FALSE(open());
}

TEST_F(JournalFileTest, SurvivesAnyBytes) {
  Random random(5);
  for (int round = 0; round < 500; ++round) {
    std::string bytes;
    for (std::uint64_t i = random.below(200); i > 0; --i) bytes += static_cast<char>(random.below(256));
    if (random.below(2) == 0) bytes.insert(random.below(bytes.size() + 1), journal_record("whole"));
    const JournalScan scan = scan_journal(bytes);
    EXPECT_LE(scan.whole_bytes, bytes.size());
  }
}

TEST_F(JournalFileTest, RefusesLooseModesAndLinks) {
  write({"first"});
  std::filesystem::permissions(path_, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  EXPECT_EQ(open().error().kind, Error::Kind::Denied);
  std::filesystem::permissions(path_, std::filesystem::perms::group_read,
                               std::filesystem::perm_options::remove);
  std::filesystem::create_symlink(path_, folder_ / "link.log");
  EXPECT_EQ(JournalFile::open({.path = folder_ / "link.log", .kind = "balm test 1"}).error().kind,
            Error::Kind::Denied);
}

TEST_F(JournalFileTest, AFileWhoseMakingWasCutShortIsNew) {
  write_file(path_, "balm te");
  const auto opened = open();
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->fresh);
  EXPECT_EQ(read_file(path_), "balm test 1\n");
}

}  // namespace
}  // namespace balm
