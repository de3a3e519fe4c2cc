#include "sim/disk/disk.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "master/io/store.h"
#include "sim/disk/journal_disk.h"
#include "sim/disk/sqlite_disk.h"

namespace balm::sim {
namespace {

TEST(Disk, WhatIsSyncedSurvives) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    DiskFile file;
    file.write(0, std::string(2'000, 'a'));
    file.sync();
    file.write(1'500, std::string(3'000, 'b'));
    file.lose_power(random);
    EXPECT_EQ(file.bytes().substr(0, 1'500), std::string(1'500, 'a')) << seed;
    EXPECT_EQ(file.bytes(), file.durable());
  }
}

TEST(Disk, WhatIsNotSyncedIsKeptLostOrTorn) {
  bool kept = false;
  bool lost = false;
  bool torn = false;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    DiskFile file;
    file.write(0, std::string(4 * kSectorBytes, 'a'));
    file.lose_power(random);
    const auto count = static_cast<std::size_t>(std::count(file.bytes().begin(), file.bytes().end(), 'a'));
    kept = kept || count == 4 * kSectorBytes;
    lost = lost || count == 0;
    torn = torn || (count > 0 && count < 4 * kSectorBytes);
  }
  EXPECT_TRUE(kept && lost && torn);
}

class StoreOnDiskTest : public testing::Test {
 protected:
  static master::Effect line(int number) {
    master::JournalRow row;
    row.kind = "note";
    row.text = "line " + std::to_string(number);
    return master::StoreJournal{row};
  }
  static bool keep(master::Store& store, int number) {
    return store.begin() && store.keep(line(number)) && store.commit();
  }
  static std::int64_t lines(master::Store& store) {
    return store.database().integer("SELECT count(*) FROM journal").value();
  }

  Disk disk_;
  PluggedDisk plugged_{disk_, 1};
};

TEST_F(StoreOnDiskTest, CommittedRowsSurviveTheLossOfPower) {
  for (std::uint64_t round = 0; round < 20; ++round) {
    auto store = master::Store::open("/sim");
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_EQ(lines(**store), static_cast<std::int64_t>(round));
    ASSERT_TRUE((*store)->verify_chain(1'000)->ok);
    ASSERT_TRUE(keep(**store, 1));
    if (round % 3 == 0) {
      ASSERT_TRUE((*store)->checkpoint());
    }
    disk_.fault = Disk::Fault::Gone;
    store->reset();
    disk_.fault = Disk::Fault::None;
    Random random(round);
    disk_.lose_power(random);
  }
}

TEST_F(StoreOnDiskTest, ACommitThatIsCutShortIsWholeOrNotThere) {
  std::int64_t before = 0;
  for (std::uint32_t writes = 1; writes < 12; ++writes) {
    auto store = master::Store::open("/sim");
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE((*store)->begin());
    for (int i = 0; i < 100; ++i) ASSERT_TRUE((*store)->keep(line(i)));
    disk_.dies_after_writes = writes;
    const bool committed = (*store)->commit().ok();
    disk_.fault = Disk::Fault::Gone;
    store->reset();
    disk_.fault = Disk::Fault::None;
    disk_.dies_after_writes = 0;
    auto again = master::Store::open("/sim");
    ASSERT_TRUE(again);
    const std::int64_t now = lines(**again);
    EXPECT_TRUE(now == before || now == before + 100) << now;
    EXPECT_TRUE(!committed || now == before + 100);
    before = now;
  }
}

TEST_F(StoreOnDiskTest, AFullDiskAndAFailingSyncAreErrors) {
  auto store = master::Store::open("/sim");
  ASSERT_TRUE(store);
  for (const Disk::Fault fault : {Disk::Fault::Full, Disk::Fault::SyncFails}) {
    disk_.fault = fault;
    EXPECT_FALSE(keep(**store, 1));
    disk_.fault = Disk::Fault::None;
    (*store)->rollback();
  }
  EXPECT_TRUE(keep(**store, 2));
}

TEST(SimJournalDisk, KeepsTheContractOfAJournalsDisk) {
  Disk disk;
  SimJournalDisk journal(disk);
  EXPECT_EQ(journal.read().error().kind, Error::Kind::NotFound);
  ASSERT_TRUE(journal.replace(std::string("head") + std::string(1'000, '\0')));
  ASSERT_TRUE(journal.write_at(4, "more"));
  EXPECT_EQ(journal.read()->substr(0, 9), std::string("headmore\0", 9));
  EXPECT_EQ(disk.file("journal").durable(), "head");
  ASSERT_TRUE(journal.sync());
  EXPECT_EQ(disk.file("journal").durable(), "headmore");
  disk.fault = Disk::Fault::SyncFails;
  EXPECT_FALSE(journal.sync());
  disk.fault = Disk::Fault::None;
  ASSERT_TRUE(journal.set_aside());
  EXPECT_EQ(journal.read().error().kind, Error::Kind::NotFound);
}

}  // namespace
}  // namespace balm::sim
