#include "agent/outbox.h"

#include <map>

#include <gtest/gtest.h>

#include "common/event_digest.h"
#include "tests/agent/effects_of.h"

namespace balm::agent {
namespace {

const SpoolId kSpool{std::string(32, 'a')};

Event event_of(const std::string& check, Status status = Status::Critical) {
  Event event;
  event.type = "check." + check;
  event.check.text = check;
  event.status = status;
  event.previous = Status::Ok;
  return event;
}

// An outbox with a disk and a master beside it, both simple enough to be right.
class OutboxTest : public testing::Test {
 protected:
  void add(const std::string& check, Status status = Status::Critical) {
    outbox_.add(event_of(check, status), at(time_), effects_);
    settle();
  }
  void online(std::uint64_t known_seq = 0, std::uint64_t digest = 0) {
    outbox_.resume({known_seq, digest}, at(time_), random_, effects_);
    settle();
  }
  bool ack(std::uint64_t upto) {
    const bool fine = outbox_.acknowledged({outbox_.spool(), upto}, at(time_), effects_);
    settle();
    return fine;
  }
  void nak(std::uint64_t expect) {
    outbox_.missing({outbox_.spool(), expect}, at(time_), random_, effects_);
    settle();
  }

  // Carries out effects until there are none; sent batches are kept for the test.
  void settle() {
    while (!effects_.empty()) {
      const Effects now = std::exchange(effects_, {});
      for (const Effect& effect : now) std::visit([this](const auto& one) { carry_out(one); }, effect);
    }
  }

  void carry_out(const AppendEvent& effect) {
    EXPECT_EQ(effect.event.seq, disk_.empty() ? disk_next_ : disk_.rbegin()->first + 1);
    disk_[effect.event.seq] = effect.event;
    disk_next_ = effect.event.seq + 1;
  }
  void carry_out(const EventsAcked& effect) { acked_ = effect.upto; }
  void carry_out(const ReadEvents& effect) {
    EventsRead answer{effect.from, {}};
    for (auto place = disk_.find(effect.from); place != disk_.end() && answer.events.size() < 300; ++place)
      answer.events.push_back(place->second);
    ++reads_;
    outbox_.read(answer, at(time_), random_, effects_);
  }
  void carry_out(const RenewSpool& effect) {
    std::map<std::uint64_t, Event> old = std::exchange(disk_, {});
    SpoolFacts facts{effect.id, 1, 0, {}};
    for (auto& [seq, event] : old) {
      if (seq <= effect.acked) continue;
      event.seq = facts.next_seq++;
      facts.waiting_bytes.push_back(100);
      disk_[event.seq] = event;
    }
    disk_next_ = facts.next_seq;
    ++renewals_;
    outbox_.renewed(facts, at(time_), effects_);
  }
  void carry_out(const SendToMaster& effect) {
    const auto& batch = std::get<EventBatch>(effect.message);
    EXPECT_EQ(batch.spool, outbox_.spool());
    for (const Event& event : batch.events)
      EXPECT_TRUE(disk_.contains(event.seq)) << "sent before it was written";
    batches_.push_back(batch);
  }
  template <class Other>
  void carry_out(const Other&) {}

  std::vector<std::uint64_t> sent_seqs() {
    std::vector<std::uint64_t> seqs;
    for (const EventBatch& batch : std::exchange(batches_, {}))
      for (const Event& event : batch.events) seqs.push_back(event.seq);
    return seqs;
  }

  void start_anew() {
    outbox_ = Outbox({kSpool, 1, 0, {}}, {});
    disk_.clear();
    disk_next_ = 1;
    batches_.clear();
    time_ = 0;
  }

  using Seqs = std::vector<std::uint64_t>;

  Outbox outbox_{{kSpool, 1, 0, {}}, {}};
  Random random_{1};
  Effects effects_;
  std::map<std::uint64_t, Event> disk_;
  std::uint64_t disk_next_ = 1;
  std::uint64_t acked_ = 0;
  std::vector<EventBatch> batches_;
  int reads_ = 0;
  int renewals_ = 0;
  double time_ = 0;
};

TEST_F(OutboxTest, WritesWhileAwayAndSendsInOrderOnceKnown) {
  add("a");
  add("b");
  EXPECT_TRUE(batches_.empty());
  EXPECT_EQ(disk_.size(), 2u);
  online();
  EXPECT_EQ(sent_seqs(), (Seqs{1, 2}));
}

TEST_F(OutboxTest, SendsInBatchesWhileAnAnswerIsDue) {
  online();
  add("a");
  add("b");
  add("c");
  EXPECT_EQ(sent_seqs(), Seqs{1});
  EXPECT_TRUE(ack(1));
  EXPECT_EQ(sent_seqs(), (Seqs{2, 3}));
  EXPECT_TRUE(ack(3));
  EXPECT_EQ(acked_, 3u);
  EXPECT_EQ(outbox_.waiting(), 0u);
}

TEST_F(OutboxTest, FillsBatchesWhenMuchWaits) {
  for (int i = 0; i < 600; ++i) add("c" + std::to_string(i));
  online();
  ASSERT_EQ(batches_.size(), 2u);
  EXPECT_EQ(batches_[0].events.size(), limits::kEventsPerMessageMax);
  EXPECT_EQ(batches_[1].events.size(), limits::kEventsPerMessageMax);
  ack(512);
  EXPECT_EQ(batches_.size(), 3u);
}

TEST_F(OutboxTest, SendsAgainOnANewConnection) {
  online();
  add("a");
  outbox_.pause();
  add("b");
  EXPECT_EQ(sent_seqs(), Seqs{1});
  online();
  EXPECT_EQ(sent_seqs(), (Seqs{1, 2}));
}

TEST_F(OutboxTest, SendsAgainWhenTheAnswerIsLost) {
  online();
  add("a");
  batches_.clear();
  ASSERT_TRUE(outbox_.next_deadline());
  time_ = 9.9;
  outbox_.tick(at(time_), effects_);
  settle();
  EXPECT_TRUE(batches_.empty());
  time_ = 10;
  outbox_.tick(at(time_), effects_);
  settle();
  EXPECT_EQ(sent_seqs(), Seqs{1});
}

TEST_F(OutboxTest, KeepsOnlyAWindowInMemoryAndReadsTheRest) {
  for (int i = 0; i < 3'000; ++i) add("c" + std::to_string(i));
  online();
  std::uint64_t expected = 0;
  while (expected < 3'000) {
    const Seqs seqs = sent_seqs();
    ASSERT_FALSE(seqs.empty()) << "stuck at " << expected;
    for (const std::uint64_t seq : seqs) ASSERT_EQ(seq, ++expected);
    ack(expected);
  }
  EXPECT_GT(reads_, 0);
  EXPECT_EQ(outbox_.waiting(), 0u);
}

TEST_F(OutboxTest, GoesBackToWhatTheMasterMisses) {
  online();
  for (int i = 0; i < 5; ++i) add("c");
  ack(1);
  sent_seqs();
  nak(4);
  EXPECT_EQ(sent_seqs(), (Seqs{4, 5}));
  EXPECT_EQ(acked_, 3u) << "what stands before it has arrived";
}

TEST_F(OutboxTest, SendsAcknowledgedEventsAgainToARestoredMaster) {
  online();
  for (int i = 0; i < 5; ++i) add("c");
  ack(1);
  ack(5);
  sent_seqs();
  nak(3);
  EXPECT_EQ(sent_seqs(), (Seqs{3, 4, 5}));
  EXPECT_EQ(renewals_, 0);
  ack(5);
  EXPECT_EQ(outbox_.waiting(), 0u);
}

// Two batches are on their way when the master is restored, and it stores something between its two words.
TEST_F(OutboxTest, AskedTwiceBeforeTheDiskHasAnsweredItGoesBackOnce) {
  online();
  for (std::uint64_t seq = 1; seq <= 5; ++seq) {
    add("a");
    ASSERT_TRUE(ack(seq));
  }
  sent_seqs();
  Effects reads;
  outbox_.missing({outbox_.spool(), 3}, at(time_), random_, reads);
  outbox_.missing({outbox_.spool(), 4}, at(time_), random_, reads);
  effects_ = std::move(reads);
  settle();
  EXPECT_EQ(sent_seqs(), (Seqs{3, 4, 5}));
  ack(5);
  nak(2);
  EXPECT_EQ(sent_seqs(), (Seqs{2, 3, 4, 5})) << "it goes back again when it is asked again";
}

// What the master has of this spool beyond what was ever sent is not ours: this disk was set back.
TEST_F(OutboxTest, AMasterThatKnowsEventsNeverSentIsNotAnAcknowledgement) {
  add("a");
  add("b");
  online();
  ack(2);
  outbox_.pause();
  for (int i = 0; i < 4; ++i) add("c");
  sent_seqs();
  nak(6);
  EXPECT_EQ(renewals_, 1);
  online();
  EXPECT_GE(sent_seqs().size(), 4u) << "nothing that waits is taken for acknowledged";
}

TEST_F(OutboxTest, BeginsANewSpoolWhenTheMasterAsksForWhatIsGone) {
  online();
  for (int i = 0; i < 3; ++i) add("c");
  ack(1);
  ack(3);
  outbox_.pause();
  add("kept");
  disk_.erase(1);
  disk_.erase(2);
  online();
  sent_seqs();
  nak(1);
  EXPECT_EQ(renewals_, 1);
  EXPECT_NE(outbox_.spool(), kSpool);
  ASSERT_EQ(disk_.size(), 2u);
  EXPECT_EQ(disk_[1].check.text, "kept");
  EXPECT_EQ(disk_[2].type, "agent.spool") << "the gap is told";
}

TEST_F(OutboxTest, NoticesThatTheHostWasSetBack) {
  add("a");
  online(1);
  EXPECT_EQ(renewals_, 1) << "the master has event 1 already, which cannot be this one: it was never sent";
  EXPECT_EQ(disk_[1].check.text, "a");
  online(1'000);
  EXPECT_EQ(renewals_, 1) << "a confused master cannot make it a circle";
}

TEST_F(OutboxTest, TheMasterMayHaveWhatItCouldNotAcknowledge) {
  add("a");
  add("b");
  online();
  sent_seqs();
  online(1, event_digest(disk_[1]));
  EXPECT_EQ(renewals_, 0) << "our own event: only its acknowledgement was lost";
  EXPECT_EQ(sent_seqs(), (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(OutboxTest, NoticesThatTheMasterHasAnotherEventOfThatNumber) {
  add("a");
  add("b");
  online();
  Event before = disk_[1];
  before.at = at(77).wall;
  online(1, event_digest(before));
  EXPECT_EQ(renewals_, 1) << "this host was set back and has gone on under numbers that were used before";
  EXPECT_NE(outbox_.spool(), kSpool);
  EXPECT_EQ(disk_[1].check.text, "a");
  EXPECT_EQ(disk_[2].check.text, "b");
}

TEST_F(OutboxTest, LooksOnDiskForAnEventThatIsNotInMemory) {
  add("a");
  add("b");
  add("c");
  outbox_ = Outbox({kSpool, 4, 0, {100, 100, 100}}, {.events_max = 10, .bytes_max = 1u << 20});  // a restart
  reads_ = 0;
  online(2, event_digest(disk_[2]));
  EXPECT_GT(reads_, 0);
  EXPECT_EQ(renewals_, 0);
  EXPECT_EQ(sent_seqs(), (std::vector<std::uint64_t>{1, 2, 3})) << "once that is known";
  outbox_ = Outbox({kSpool, 4, 0, {100, 100, 100}}, {.events_max = 10, .bytes_max = 1u << 20});
  online(2, 1);
  EXPECT_EQ(renewals_, 1);
}

TEST_F(OutboxTest, RefusesAnAcknowledgementOfWhatNeverWas) {
  online();
  add("a");
  EXPECT_FALSE(ack(2));
  EXPECT_TRUE(ack(1));
  EXPECT_TRUE(ack(1)) << "repeated";
  EXPECT_TRUE(ack(0)) << "old";
  EXPECT_TRUE(outbox_.acknowledged({SpoolId{std::string(32, 'b')}, 99}, at(0), effects_))
      << "of another spool";
}

TEST_F(OutboxTest, AFullSpoolKeepsTheLatestOfEachCheckAndSaysSo) {
  outbox_ = Outbox({kSpool, 1, 0, {}}, {.events_max = 10, .bytes_max = 1u << 20});
  for (int i = 0; i < 10; ++i) add("early");
  add("x", Status::Critical);
  add("y", Status::Warning);
  add("x", Status::Ok);
  EXPECT_TRUE(outbox_.collapsing());
  ASSERT_EQ(disk_.size(), 11u);
  EXPECT_EQ(disk_[11].type, "agent.spool");
  EXPECT_EQ(disk_[11].status, Status::Critical);
  online();
  ack(11);
  EXPECT_FALSE(outbox_.collapsing());
  ASSERT_EQ(disk_.size(), 14u);
  EXPECT_EQ(disk_[12].status, Status::Ok);
  EXPECT_EQ(disk_[12].body["left_out"].int_or(), 1);
  EXPECT_EQ(disk_[13].check.text, "x");
  EXPECT_EQ(disk_[13].status, Status::Ok);
  EXPECT_EQ(disk_[14].check.text, "y");
}

TEST_F(OutboxTest, ARestartEndsASpoolThatWasFullWithAWord) {
  outbox_ = Outbox({kSpool, 1, 0, {}, true}, {});
  online();
  add("a");
  EXPECT_TRUE(disk_.empty()) << "until it is known that there is room";
  outbox_.set_room(true, at(5), effects_);
  settle();
  ASSERT_EQ(disk_.size(), 2u);
  EXPECT_EQ(disk_[1].type, "agent.spool");
  EXPECT_EQ(disk_[1].status, Status::Ok);
  EXPECT_NE(disk_[1].output.find("before a restart"), std::string::npos) << disk_[1].output;
  EXPECT_EQ(disk_[2].check.text, "a");
  EXPECT_EQ(tells_full(disk_[1]), std::optional(false));
  EXPECT_EQ(tells_full(disk_[2]), std::nullopt);
}

TEST_F(OutboxTest, WithoutRoomOnDiskNothingIsWrittenButTheWord) {
  outbox_.set_room(false, at(0), effects_);
  for (int i = 0; i < 1'000; ++i) add("x");
  EXPECT_EQ(disk_.size(), 1u);
  EXPECT_EQ(outbox_.waiting(), 2u);
  outbox_.set_room(true, at(1), effects_);
  settle();
  EXPECT_EQ(disk_.size(), 3u);
}

// Loss, repetition and reconnects in any order: the master ends up with each event once, in order.
TEST_F(OutboxTest, DeliversEverythingOnceOverABadConnection) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    start_anew();
    Random chance(seed);
    std::uint64_t master_has = 0;
    std::uint64_t made = 0;
    for (int round = 0; round < 600 || outbox_.waiting() > 0; ++round) {
      ASSERT_LT(round, 20'000) << "does not come to rest, seed " << seed;
      time_ += 1;
      const bool calm = round >= 600;
      if (!calm && chance.below(3) == 0) add("e" + std::to_string(++made));
      if (chance.below(calm ? 50 : 10) == 0) outbox_.pause(), online(master_has);
      for (const EventBatch& batch : std::exchange(batches_, {})) {
        if (!calm && chance.below(3) == 0) continue;  // lost
        for (const Event& event : batch.events)
          if (event.seq == master_has + 1) ++master_has;
        if (batch.events.front().seq > master_has + 1) nak(master_has + 1);
        if (calm || chance.below(3) != 0) ack(master_has);
        if (chance.below(5) == 0) ack(master_has);
      }
      outbox_.tick(at(time_), effects_);
      settle();
    }
    EXPECT_EQ(master_has, made) << "seed " << seed;
    EXPECT_EQ(renewals_, 0) << "seed " << seed;
  }
}

}  // namespace
}  // namespace balm::agent
