// The spool in memory that the simulator uses, and the one on disk: one contract.
#include <gtest/gtest.h>

#include "agent/io/spool_file.h"
#include "sim/disk/spool.h"
#include "tests/io/temporary_folder.h"

namespace balm::sim {
namespace {

Event event(std::uint64_t seq) {
  Event event;
  event.seq = seq;
  event.type = "check.web";
  event.output = "event " + std::to_string(seq);
  return event;
}

// What both can do, under one name each.
class InMemory {
 public:
  Result<void> append(const Event& event) { return spool_.append(event); }
  Result<void> sync() { return spool_.sync(); }
  Result<void> acked(std::uint64_t upto) { return spool_.acked(upto); }
  std::vector<Event> read(std::uint64_t from) { return spool_.read(from); }
  Result<agent::SpoolFacts> renew(const SpoolId& id, std::uint64_t acked) { return spool_.renew(id, acked); }
  std::uint64_t next_seq() { return spool_.next_seq(); }
  // The process ends and another begins.
  agent::SpoolFacts again() { return spool_.facts(); }

 private:
  SimSpool spool_{SpoolId{std::string(32, 'a')}};
};

class OnDisk {
 public:
  OnDisk() { again(); }
  Result<void> append(const Event& event) { return spool_->append(event); }
  Result<void> sync() { return spool_->sync(); }
  Result<void> acked(std::uint64_t upto) { return spool_->acked(upto, WallTime{}); }
  std::vector<Event> read(std::uint64_t from) { return *spool_->read(from); }
  Result<agent::SpoolFacts> renew(const SpoolId& id, std::uint64_t acked) { return spool_->renew(id, acked); }
  std::uint64_t next_seq() { return spool_->next_seq(); }
  agent::SpoolFacts again() {
    spool_.reset();
    Random random(1);
    auto opened = agent::SpoolFile::open(folder_ / "spool", {}, random, [](const SpoolId&, const Event&) {});
    EXPECT_TRUE(opened);
    spool_.emplace(std::move(opened->spool));
    return opened->facts;
  }

 private:
  TemporaryFolder folder_;
  std::optional<agent::SpoolFile> spool_;
};

template <class Spool>
class SpoolContractTest : public testing::Test {
 protected:
  void append(std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t seq = from; seq <= to; ++seq) ASSERT_TRUE(spool_.append(event(seq)));
  }
  Spool spool_;
};

using Spools = testing::Types<InMemory, OnDisk>;
TYPED_TEST_SUITE(SpoolContractTest, Spools);

TYPED_TEST(SpoolContractTest, BeginsEmpty) {
  const agent::SpoolFacts facts = this->spool_.again();
  EXPECT_EQ(facts.id.text.size(), 32u);
  EXPECT_EQ(facts.next_seq, 1u);
  EXPECT_EQ(facts.acked, 0u);
  EXPECT_TRUE(facts.waiting_bytes.empty());
}

TYPED_TEST(SpoolContractTest, WhatWasAppendedIsThereAfterTheProcess) {
  this->append(1, 5);
  ASSERT_TRUE(this->spool_.sync());
  ASSERT_TRUE(this->spool_.acked(2));
  const agent::SpoolFacts facts = this->spool_.again();
  EXPECT_EQ(facts.next_seq, 6u);
  EXPECT_EQ(facts.acked, 2u);
  EXPECT_EQ(facts.waiting_bytes.size(), 3u);
}

TYPED_TEST(SpoolContractTest, ReadsWhatIsKeptAcknowledgedOrNot) {
  this->append(1, 5);
  ASSERT_TRUE(this->spool_.sync());
  ASSERT_TRUE(this->spool_.acked(4));
  const std::vector<Event> events = this->spool_.read(2);
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events.front().seq, 2u);
  EXPECT_EQ(events.back().output, "event 5");
  EXPECT_TRUE(this->spool_.read(6).empty());
}

TYPED_TEST(SpoolContractTest, ARenewalMovesAndNumbersAnew) {
  this->append(1, 5);
  ASSERT_TRUE(this->spool_.sync());
  const SpoolId id{std::string(32, 'b')};
  const auto facts = this->spool_.renew(id, 3);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->id, id);
  EXPECT_EQ(facts->next_seq, 3u);
  EXPECT_EQ(facts->acked, 0u);
  EXPECT_EQ(facts->waiting_bytes.size(), 2u);
  EXPECT_EQ(this->spool_.read(1).front().output, "event 4");
  this->append(3, 3);
  EXPECT_EQ(this->spool_.again().next_seq, 4u);
}

}  // namespace
}  // namespace balm::sim
