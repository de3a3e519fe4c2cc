// The journal on its three disks: one contract for all, then what a crash, damage and a full disk make of it.
#include "agent/io/executor_journal.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "agent/executor/executor_limits.h"
#include "agent/executor/journal_frames.h"
#include "agent/executor/record_json.h"
#include "executor_disks.h"
#include "temporary_folder.h"

namespace balm::agent {
namespace {

using executor::Accept;
using executor::Record;
using executor::Records;
using executor::Start;

AttemptId id(std::uint64_t incident) {
  return {IncidentId{incident}, 1};
}
Accept accept(std::uint64_t incident) {
  return {id(incident), incident, 1, {"s"}, "h", "b", {}};
}

struct RealDisk {
  TemporaryFolder folder;
  FileJournalDisk disk{folder.path()};
};
struct MemoryDisk {
  MemoryJournalDisk disk;
};
struct FaultyDiskThatDoesNotFail {
  MemoryJournalDisk below;
  FaultyJournalDisk disk{below};
};

template <class T>
class JournalDiskContract : public testing::Test {
 protected:
  T world;
};
using Disks = testing::Types<RealDisk, MemoryDisk, FaultyDiskThatDoesNotFail>;
TYPED_TEST_SUITE(JournalDiskContract, Disks);

TYPED_TEST(JournalDiskContract, NothingIsThereAtFirst) {
  JournalDisk& disk = this->world.disk;
  EXPECT_EQ(disk.read().error().kind, Error::Kind::NotFound);
  EXPECT_FALSE(disk.write_at(0, "x").ok());
  EXPECT_FALSE(disk.sync().ok());
  EXPECT_FALSE(disk.set_aside().ok());
}

TYPED_TEST(JournalDiskContract, GivesBackWhatWasWritten) {
  JournalDisk& disk = this->world.disk;
  ASSERT_TRUE(disk.replace("abcdef").ok());
  ASSERT_TRUE(disk.reserve(100'000).ok());
  ASSERT_TRUE(disk.write_at(6, "ghi").ok());
  ASSERT_TRUE(disk.write_at(0, "A").ok());
  ASSERT_TRUE(disk.sync().ok());
  const auto bytes = disk.read();
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(*bytes, "Abcdefghi" + std::string(100'000 - 9, '\0'));
  ASSERT_TRUE(disk.write_at(9, "j").ok()) << "reading does not change where it is written";
}

TYPED_TEST(JournalDiskContract, ReplaceLeavesNothingOfTheOld) {
  JournalDisk& disk = this->world.disk;
  ASSERT_TRUE(disk.replace(std::string(5000, 'x')).ok());
  ASSERT_TRUE(disk.replace("new").ok());
  ASSERT_TRUE(disk.write_at(3, "er").ok());
  EXPECT_EQ(*disk.read(), "newer");
}

TYPED_TEST(JournalDiskContract, SetAsideMakesRoomForANewOne) {
  JournalDisk& disk = this->world.disk;
  ASSERT_TRUE(disk.replace("old").ok());
  ASSERT_TRUE(disk.set_aside().ok());
  EXPECT_EQ(disk.read().error().kind, Error::Kind::NotFound);
  ASSERT_TRUE(disk.replace("new").ok());
  EXPECT_EQ(*disk.read(), "new");
}

TEST(FileJournalDisk, RefusesWhatOthersCouldHaveWritten) {
  TemporaryFolder folder;
  FileJournalDisk disk(folder.path());
  ASSERT_TRUE(disk.replace("x").ok());
  ASSERT_EQ(chmod((folder / "journal").c_str(), 0660), 0);
  EXPECT_EQ(disk.read().error().kind, Error::Kind::Denied);
  ASSERT_EQ(unlink((folder / "journal").c_str()), 0);
  ASSERT_EQ(symlink("/etc/passwd", (folder / "journal").c_str()), 0);
  EXPECT_FALSE(disk.read().ok());
  EXPECT_NE(disk.read().error().kind, Error::Kind::NotFound) << "or it would be made anew over it";
}

// --- the journal

TEST(ExecutorJournal, AFreshOneIsEmptyAndNothingIsWrittenBeforeItIsMade) {
  MemoryJournalDisk disk;
  ExecutorJournal journal(disk);
  const auto loaded = journal.load();
  ASSERT_TRUE(loaded.ok());
  EXPECT_FALSE(loaded->damaged);
  EXPECT_FALSE(journal.append(accept(1)).ok());
  ASSERT_TRUE(journal.rewrite({}).ok());
  EXPECT_TRUE(journal.append(accept(1)).ok());
}

TEST(ExecutorJournal, SurvivesRestartsOnARealDisk) {
  TemporaryFolder folder;
  for (std::uint64_t life = 1; life <= 3; ++life) {
    FileJournalDisk disk(folder.path());
    ExecutorJournal journal(disk);
    auto loaded = journal.load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->ledger.size(), life - 1);
    EXPECT_FALSE(loaded->damaged) << loaded->note;
    ASSERT_TRUE(journal.rewrite(loaded->ledger.snapshot()).ok());
    ASSERT_TRUE(journal.append(accept(life)).ok());
    ASSERT_TRUE(journal.append(Start{id(life), {}}).ok());
    ASSERT_TRUE(journal.sync().ok());
  }
}

// A crash may leave any front part of what was written after the last sync, and nothing else is ever lost or
// believed.
TEST(ExecutorJournal, TornTailAtEveryByte) {
  MemoryJournalDisk disk;
  ExecutorJournal journal(disk);
  ASSERT_TRUE(journal.rewrite({}).ok());
  ASSERT_TRUE(journal.append(accept(1)).ok());
  ASSERT_TRUE(journal.sync().ok());
  const std::string before = disk.bytes.substr(0, 2'000);  // the rest is zeros
  ASSERT_TRUE(journal.append(accept(2)).ok());
  ASSERT_TRUE(journal.append(Start{id(2), {}}).ok());
  const std::string after = disk.bytes.substr(0, 2'000);
  const std::size_t last = after.find_last_not_of('\0');
  for (std::size_t cut = 0; cut <= last + 1; ++cut) {
    MemoryJournalDisk torn;
    torn.exists = true;
    torn.bytes = after.substr(0, cut) + before.substr(std::min(cut, before.size()));
    ExecutorJournal again(torn);
    const auto loaded = again.load();
    ASSERT_TRUE(loaded.ok());
    EXPECT_FALSE(loaded->damaged) << cut << loaded->note;
    EXPECT_NE(loaded->ledger.find(id(1)), nullptr) << cut;
    const executor::Attempt* second = loaded->ledger.find(id(2));
    EXPECT_EQ(second != nullptr && second->started, cut == last + 1) << cut;
  }
}

TEST(ExecutorJournal, DamageInTheMiddleIsSetAsideAndNothingIsBelieved) {
  TemporaryFolder folder;
  {
    FileJournalDisk disk(folder.path());
    ExecutorJournal journal(disk);
    ASSERT_TRUE(journal.rewrite({accept(1), Start{id(1), {}}}).ok());
  }
  std::fstream file(folder / "journal", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(60);
  file.put('!');
  file.close();
  FileJournalDisk disk(folder.path());
  ExecutorJournal journal(disk);
  const auto loaded = journal.load();
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_TRUE(loaded->damaged);
  EXPECT_EQ(loaded->ledger.size(), 0u);
  EXPECT_NE(loaded->note.find("damaged"), std::string::npos) << loaded->note;
  struct stat facts {};
  EXPECT_EQ(stat((folder / "journal.damaged").c_str(), &facts), 0);
}

TEST(ExecutorJournal, ImpossibleRecordsAreDamageToo) {
  for (const Records& records : {Records{Start{id(1), {}}}, Records{accept(1), accept(1)}}) {
    MemoryJournalDisk disk;
    ExecutorJournal journal(disk);
    ASSERT_TRUE(journal.rewrite(records).ok());
    ExecutorJournal again(disk);
    const auto loaded = again.load();
    ASSERT_TRUE(loaded.ok());
    EXPECT_TRUE(loaded->damaged);
    EXPECT_EQ(loaded->ledger.size(), 0u);
  }
}

TEST(ExecutorJournal, AJournalThatCannotBeReadIsNotMadeAnew) {
  MemoryJournalDisk below;
  FaultyJournalDisk disk(below);
  disk.good_calls = 0;
  disk.fault = Error::Kind::Io;
  ExecutorJournal journal(disk);
  EXPECT_FALSE(journal.load().ok());
}

// Whatever call fails, nothing is called durable that is not, and a new journal from memory mends it.
TEST(ExecutorJournal, EveryCallMayFail) {
  for (int good = 0; good < 12; ++good) {
    MemoryJournalDisk below;
    FaultyJournalDisk disk(below);
    ExecutorJournal journal(disk);
    ASSERT_TRUE(journal.rewrite({}).ok());
    disk.good_calls = good;
    std::size_t durable = 0;
    bool failed = false;
    for (std::uint64_t i = 1; i <= 6; ++i) {
      const bool appended = journal.append(accept(i)).ok();
      EXPECT_FALSE(failed && appended) << "after an error the file is left alone";
      failed = failed || !appended || !journal.sync().ok();
      if (!failed) durable = i;
    }
    below.bytes = below.synced;  // power loss
    ExecutorJournal again(below);
    const auto loaded = again.load();
    ASSERT_TRUE(loaded.ok());
    EXPECT_FALSE(loaded->damaged) << good << loaded->note;
    EXPECT_GE(loaded->ledger.size(), durable) << good;
    disk.good_calls = 1'000;
    ASSERT_TRUE(journal.rewrite({accept(99)}).ok());
    EXPECT_TRUE(journal.append(accept(100)).ok());
  }
}

TEST(ExecutorJournal, MakesRoomBeforeAnAttemptIsTaken) {
  MemoryJournalDisk below;
  FaultyJournalDisk disk(below);
  ExecutorJournal journal(disk);
  ASSERT_TRUE(journal.rewrite({}).ok());
  EXPECT_TRUE(journal.has_room());
  disk.good_calls = 0;
  EXPECT_TRUE(journal.has_room()) << "made when the journal was made";
  disk.good_calls = 1'000'000;
  executor::Done done;
  done.status.phase = TaskPhase::Done;
  done.status.steps = Value(std::string(limits::kResultBytesMax, 'x'));
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(journal.append(done).ok());
  disk.good_calls = 0;
  EXPECT_FALSE(journal.has_room());
  disk.good_calls = 1'000'000;
  EXPECT_TRUE(journal.has_room()) << "space has come back";
}

TEST(ExecutorJournal, SaysWhenItHasGrown) {
  MemoryJournalDisk disk;
  ExecutorJournal journal(disk);
  ASSERT_TRUE(journal.rewrite({}).ok());
  executor::Done done;
  done.status.steps = Value(std::string(limits::kResultBytesMax, 'x'));
  for (std::size_t bytes = 0; bytes <= limits::kJournalRewriteBytes; bytes += limits::kResultBytesMax)
    ASSERT_TRUE(journal.append(done).ok());
  EXPECT_TRUE(journal.grown());
  ASSERT_TRUE(journal.rewrite({}).ok());
  EXPECT_FALSE(journal.grown());
}

// Else whoever mends what has grown would be asked to again and again, and could not.
TEST(ExecutorJournal, ABrokenOneIsNotSaidToHaveGrown) {
  MemoryJournalDisk below;
  FaultyJournalDisk disk(below);
  ExecutorJournal journal(disk);
  ASSERT_TRUE(journal.rewrite({}).ok());
  executor::Done done;
  done.status.steps = Value(std::string(limits::kResultBytesMax, 'x'));
  for (std::size_t bytes = 0; bytes <= limits::kJournalRewriteBytes; bytes += limits::kResultBytesMax)
    ASSERT_TRUE(journal.append(done).ok());
  disk.good_calls = 0;
  EXPECT_FALSE(journal.sync().ok());
  EXPECT_FALSE(journal.grown());
}

}  // namespace
}  // namespace balm::agent
