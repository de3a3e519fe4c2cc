#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "agent/io/spool_file.h"
#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

namespace fs = std::filesystem;

Event event_of(std::uint64_t seq, std::size_t output_bytes = 10) {
  Event event;
  event.seq = seq;
  event.type = "check.x";
  event.check.text = "x";
  event.output = std::string(output_bytes, 'o') + std::to_string(seq);
  event.at = WallTime::from_seconds(1'700'000'000);
  return event;
}

class SpoolFileTest : public testing::Test {
 protected:
  SpoolFile::Opened open() {
    seen_.clear();
    auto opened = SpoolFile::open(folder_ / "spool", bounds_, random_,
                                  [this](const SpoolId&, const Event& event) { seen_.push_back(event.seq); });
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  // A spool with events 1 ... count, of which `acked` are acknowledged.
  void fill(std::uint64_t count, std::uint64_t acked) {
    auto opened = open();
    for (std::uint64_t seq = 1; seq <= count; ++seq) ASSERT_TRUE(opened.spool.append(event_of(seq)));
    ASSERT_TRUE(opened.spool.acked(acked, now_));
    ASSERT_TRUE(opened.spool.sync());
  }

  std::vector<fs::path> segments() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "spool"))
      if (entry.path().extension() == ".spool") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }

  static void damage(const fs::path& path, std::uint64_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at));
    file.put('\x7f');
  }

  TemporaryFolder folder_;
  SpoolFile::Bounds bounds_;
  Random random_{7};
  WallTime now_ = WallTime::from_seconds(1'700'000'000);
  std::vector<std::uint64_t> seen_;
};

TEST_F(SpoolFileTest, BeginsWithAnIdOfItsOwn) {
  const auto first = open();
  EXPECT_EQ(first.facts.id.text.size(), 32u);
  EXPECT_EQ(first.facts.next_seq, 1u);
  EXPECT_EQ(first.gap, "");
  EXPECT_EQ(open().facts.id, first.facts.id);
}

TEST_F(SpoolFileTest, FindsEventsAndAcknowledgementsAgain) {
  fill(5, 2);
  const auto opened = open();
  EXPECT_EQ(opened.facts.next_seq, 6u);
  EXPECT_EQ(opened.facts.acked, 2u);
  EXPECT_EQ(opened.facts.waiting_bytes.size(), 3u);
  EXPECT_EQ(seen_, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
  const auto events = opened.spool.read(3);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 3u);
  EXPECT_EQ(events->at(0).output, event_of(3).output);
  EXPECT_TRUE(opened.spool.read(6)->empty());
}

TEST_F(SpoolFileTest, AnAcknowledgementIsNoReasonToSync) {
  auto opened = open();
  ASSERT_TRUE(opened.spool.append(event_of(1)));
  EXPECT_TRUE(opened.spool.wants_sync());
  ASSERT_TRUE(opened.spool.sync());
  ASSERT_TRUE(opened.spool.acked(1, now_));
  EXPECT_FALSE(opened.spool.wants_sync());
  EXPECT_EQ(open().facts.acked, 1u) << "it is written all the same";
}

TEST_F(SpoolFileTest, ReadsInPortionsAcrossFiles) {
  bounds_.segment_bytes = 4'000;
  fill(2'000, 0);
  EXPECT_GT(segments().size(), 10u);
  const auto opened = open();
  std::uint64_t next = 1;
  while (next <= 2'000) {
    const auto events = opened.spool.read(next);
    ASSERT_TRUE(events);
    ASSERT_FALSE(events->empty());
    for (const Event& event : *events) ASSERT_EQ(event.seq, next++);
  }
}

TEST_F(SpoolFileTest, ForgetsWhatIsAcknowledgedAndOld) {
  bounds_.segment_bytes = 4'000;
  bounds_.kept_events = 100;
  fill(1'000, 0);
  auto opened = open();
  const std::size_t before = segments().size();
  ASSERT_TRUE(opened.spool.acked(500, now_));
  const std::size_t after = segments().size();
  EXPECT_LT(after, before);
  EXPECT_FALSE(opened.spool.read(450)->empty()) << "the newest hundred acknowledged ones are kept";
  EXPECT_TRUE(opened.spool.read(1)->empty());
  ASSERT_TRUE(opened.spool.acked(500, now_ + 25h));
  EXPECT_TRUE(opened.spool.read(450)->empty()) << "too old now";
  EXPECT_FALSE(opened.spool.read(501)->empty()) << "what nobody acknowledged is kept, however old";
  const auto again = open();
  EXPECT_EQ(again.facts.acked, 500u);
  EXPECT_EQ(again.facts.waiting_bytes.size(), 500u);
}

TEST_F(SpoolFileTest, ATornEndIsCutAndWrittenOver) {
  fill(3, 0);
  const fs::path segment = segments().at(0);
  fs::resize_file(segment, fs::file_size(segment) - 20);  // into the third event; the acknowledgement is gone
  auto opened = open();
  EXPECT_EQ(opened.gap, "");
  EXPECT_EQ(opened.facts.next_seq, 3u + (seen_.size() == 3 ? 1u : 0u));
  ASSERT_TRUE(opened.spool.append(event_of(opened.spool.next_seq())));
  ASSERT_TRUE(opened.spool.sync());
  EXPECT_EQ(open().gap, "");
}

TEST_F(SpoolFileTest, DamageBeginsANewSpoolWithWhatCanBeRead) {
  fill(6, 2);
  const SpoolId old = open().facts.id;
  const fs::path segment = segments().at(0);
  damage(segment, fs::file_size(segment) * 3 / 4);
  const auto opened = open();
  EXPECT_NE(opened.facts.id, old);
  EXPECT_NE(opened.gap, "");
  EXPECT_GE(opened.facts.next_seq, 2u);
  EXPECT_LE(opened.facts.next_seq, 5u);
  const auto events = opened.spool.read(1);
  ASSERT_TRUE(events);
  for (const Event& event : *events)
    EXPECT_EQ(event.output, event_of(event.seq + opened.facts.acked).output) << "order is kept";
  EXPECT_EQ(open().gap, "") << "said once";
  EXPECT_TRUE(fs::exists(folder_ / "spool/damaged"));
}

TEST_F(SpoolFileTest, MissingFilesAreAGap) {
  bounds_.segment_bytes = 1'000;
  fill(100, 0);
  fs::remove(segments().at(1));
  EXPECT_NE(open().gap, "");
  for (const fs::path& path : segments()) fs::remove(path);
  EXPECT_NE(open().gap, "");
}

TEST_F(SpoolFileTest, RenewalMovesWhatWaits) {
  fill(10, 4);
  auto opened = open();
  const SpoolId fresh{std::string(32, 'f')};
  const auto facts = opened.spool.renew(fresh, 4);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->id, fresh);
  EXPECT_EQ(facts->next_seq, 7u);
  EXPECT_EQ(facts->waiting_bytes.size(), 6u);
  EXPECT_EQ(opened.spool.read(1)->at(0).output, event_of(5).output);
  ASSERT_TRUE(opened.spool.append(event_of(7)));
  ASSERT_TRUE(opened.spool.sync());
  EXPECT_EQ(open().facts.id, fresh);
}

// Whatever single byte is changed: the spool opens, and shows no event that was never written.
TEST_F(SpoolFileTest, NoFlippedBitBecomesAnEvent) {
  fill(5, 0);
  const fs::path segment = segments().at(0);
  const std::string id = open().facts.id.text;
  std::ifstream file(segment, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    fs::remove_all(folder_ / "spool");
    fs::create_directories(folder_ / ("spool/" + id));
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x04);
    std::ofstream(segment, std::ios::binary) << damaged;
    std::ofstream(folder_ / "spool/current") << id << "\n";
    for (const std::string& path : {segment.string(), folder_ / "spool/current"})
      fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    const auto opened = open();
    const auto events = opened.spool.read(1);
    ASSERT_TRUE(events);
    for (const Event& event : *events) EXPECT_EQ(event.output, event_of(event.seq).output) << at;
  }
}

}  // namespace
}  // namespace balm::agent
