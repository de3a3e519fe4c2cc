// Torn tails, flipped bits and impossible records.
#include <gtest/gtest.h>

#include "agent/executor/executor_limits.h"
#include "agent/executor/journal_frames.h"
#include "agent/executor/ledger.h"
#include "agent/executor/record_json.h"
#include "common/random.h"

namespace balm::executor {
namespace {

using Verdict = JournalScan::Verdict;

// Three bodies; a seal after the second.
std::string sample() {
  std::string file(journal_head());
  file += journal_frame("first") + journal_frame("second");
  file += journal_seal(file.size());
  return file + journal_frame("third");
}

TEST(JournalFrames, GivesBackWhatWasWritten) {
  for (const std::string& tail : {std::string(), std::string(5000, '\0')}) {
    const std::string file = sample() + tail;
    const JournalScan scan = scan_journal(file);
    EXPECT_EQ(scan.verdict, Verdict::Clean) << scan.reason;
    EXPECT_EQ(scan.bodies, (std::vector<std::string_view>{"first", "second", "third"}));
    EXPECT_EQ(scan.end, sample().size());
  }
}

// A write cut off at any byte behind the last seal is a torn tail: everything before it stands.
TEST(JournalFrames, TornTailAtEveryByte) {
  const std::string whole = sample();
  const std::size_t sealed = whole.size() - journal_frame("third").size();
  for (std::size_t cut = sealed + 1; cut < whole.size(); ++cut) {
    for (const std::string& tail : {std::string(), std::string(4096, '\0')}) {
      const std::string file = whole.substr(0, cut) + tail;
      const JournalScan scan = scan_journal(file);
      EXPECT_EQ(scan.verdict, Verdict::Torn) << cut;
      EXPECT_EQ(scan.bodies.size(), 2u) << cut;
      EXPECT_EQ(scan.end, sealed) << cut;
    }
  }
}

// Any flipped bit before the seal is damage, any behind it at worst a torn tail; a flipped seal is a torn
// tail too. No flip ever changes a body unnoticed.
TEST(JournalFrames, EveryFlippedBitIsSeen) {
  const std::string whole = sample();
  const std::size_t sealed = whole.size() - journal_frame("third").size();
  const std::size_t seal = sealed - journal_seal(0).size();
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string file = whole + std::string(64, '\0');
    file[bit / 8] = static_cast<char>(file[bit / 8] ^ (1 << (bit % 8)));
    const JournalScan scan = scan_journal(file);
    EXPECT_EQ(scan.verdict, bit / 8 < seal ? Verdict::Corrupt : Verdict::Torn) << "bit " << bit;
    for (std::size_t i = 0; i < scan.bodies.size(); ++i)
      EXPECT_EQ(scan.bodies[i], (std::vector<std::string_view>{"first", "second", "third"}[i]));
  }
}

TEST(JournalFrames, ForeignFilesAreCorrupt) {
  for (const std::string& file :
       {std::string(), std::string("{}"), std::string(100, '\0'), std::string(20, 'x')})
    EXPECT_EQ(scan_journal(file).verdict, Verdict::Corrupt);
}

TEST(JournalFrames, GarbageBehindTheEndIsTornEvenAfterZeros) {
  const JournalScan scan = scan_journal(sample() + std::string(100, '\0') + "x");
  EXPECT_EQ(scan.verdict, Verdict::Torn);
  EXPECT_EQ(scan.bodies.size(), 3u);
}

TEST(JournalFrames, SurviveAnyBytes) {
  Random random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string file(journal_head());
    for (std::uint64_t i = random.below(200); i > 0; --i) file += static_cast<char>(random.below(256));
    const JournalScan scan = scan_journal(file);
    EXPECT_LE(scan.end, file.size());
  }
}

// --- records

TEST(JournalRecords, ReadBackAsWritten) {
  const AttemptId id{IncidentId{1042}, 2};
  TaskStatus status;
  status.attempt = id;
  status.fence = 9;
  status.phase = TaskPhase::Done;
  status.outcome = TaskOutcome::Failed;
  status.comment = "no \"luck\"";
  status.took_us = 5;
  TaskStatus refused = status;
  refused.phase = TaskPhase::Refused;
  refused.refusal = Refusal::Busy;
  refused.outcome = TaskOutcome::None;
  const Maintenance maintenance{WallTime::from_ms(77), "why", "who"};
  const Records all{Kept{"c", ~0ull, 3, true, maintenance},
                    Accept{id, 9, 2, {"nginx.restart"}, "hash", "boot", WallTime::from_ms(5)},
                    Start{id, {4711, 99}},
                    StepBegin{id, "a: b"},
                    StepEnd{id, "a: b", "true"},
                    NotStarted{refused, WallTime::from_ms(6)},
                    Done{status, WallTime::from_ms(8)},
                    Acked{id}};
  for (const Record& record : all) {
    const std::string text = encode_record(record);
    const Result<Record> back = decode_record(text);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back->index(), record.index());
    EXPECT_EQ(encode_record(*back), text);
  }
  EXPECT_EQ(std::get<Kept>(*decode_record(encode_record(all[0]))).epoch_max, ~0ull);
}

TEST(JournalRecords, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"", "{}", "[]", "{\"r\":\"restart\",\"attempt\":\"1.1\"}", "{\"r\":\"start\"}",
                           "{\"r\":\"done\",\"status\":{}}", "{\"r\":\"start\",\"attempt\":\"x\"}"})
    EXPECT_FALSE(decode_record(text).ok()) << text;
}

TEST(JournalRecords, ImpossibleOrdersAreNotBelieved) {
  const AttemptId id{IncidentId{1}, 1};
  TaskStatus status;
  status.attempt = id;
  status.phase = TaskPhase::Done;
  Ledger ledger;
  EXPECT_FALSE(ledger.apply(Start{id, {}}).ok());
  EXPECT_FALSE(ledger.apply(Done{status, {}}).ok());
  ASSERT_TRUE(ledger.apply(Accept{id, 1, 1, {"s"}, "h", "b", {}}).ok());
  EXPECT_FALSE(ledger.apply(Accept{id, 1, 1, {"s"}, "h", "b", {}}).ok());
  EXPECT_FALSE(ledger.apply(Done{status, {}}).ok());
  EXPECT_FALSE(ledger.apply(StepBegin{id, "a"}).ok());
  ASSERT_TRUE(ledger.apply(Start{id, {}}).ok());
  EXPECT_FALSE(ledger.apply(Start{id, {}}).ok());
  EXPECT_FALSE(ledger.apply(StepEnd{id, "a", "true"}).ok());
  ASSERT_TRUE(ledger.apply(Done{status, {}}).ok());
  EXPECT_FALSE(ledger.apply(Done{status, {}}).ok());
  EXPECT_FALSE(ledger.apply(NotStarted{status, {}}).ok());
}

TEST(JournalRecords, ASnapshotMakesAnEqualLedger) {
  const AttemptId open{IncidentId{1}, 1};
  const AttemptId over{IncidentId{2}, 3};
  TaskStatus status;
  status.attempt = over;
  status.phase = TaskPhase::Done;
  status.outcome = TaskOutcome::Succeeded;
  Ledger ledger;
  const Records records{Kept{"c", 4, 2, false, {}},
                        Accept{open, 7, 4, {"s"}, "h", "b", {}},
                        Start{open, {12, 34}},
                        StepBegin{open, "a"},
                        StepEnd{open, "a", "true"},
                        StepBegin{open, "b"},
                        Accept{over, 6, 4, {"s"}, "h", "b", {}},
                        Start{over, {}},
                        Done{status, {}},
                        Acked{over}};
  for (const Record& record : records) ASSERT_TRUE(ledger.apply(record).ok());
  Ledger again;
  for (const Record& record : ledger.snapshot()) ASSERT_TRUE(again.apply(record).ok());
  const auto text = [](const Ledger& each) {
    std::string all;
    for (const Record& record : each.snapshot()) all += encode_record(record) + "\n";
    return all;
  };
  EXPECT_EQ(text(again), text(ledger));
  EXPECT_EQ(again.find(open)->open_step, "b");
  EXPECT_EQ(again.kept().last_fence, 7u);
}

}  // namespace
}  // namespace balm::executor
