#include "master/attempt_book.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

const RuleName kRule{"nginx-down"};
const HostName kWeb1{"web1"};
const HostName kWeb2{"web2"};
constexpr Instant kNoon{100'000s};

AttemptId attempt(std::uint64_t incident, std::uint32_t n = 1) {
  return {IncidentId{incident}, n};
}

TEST(AttemptBook, AnOpenAttemptHoldsItsHostUntilItsEndIsKnown) {
  AttemptBook book;
  EXPECT_FALSE(book.open_on(kWeb1));
  book.started(attempt(1), kRule, kWeb1, kNoon);
  ASSERT_TRUE(book.open_on(kWeb1));
  EXPECT_EQ(book.open_on(kWeb1)->id, attempt(1));
  EXPECT_FALSE(book.open_on(kWeb1)->unknown);
  EXPECT_FALSE(book.open_on(kWeb2));
  book.lost_track(attempt(1));
  EXPECT_TRUE(book.open_on(kWeb1)->unknown);
  book.ended(attempt(1), kNoon + 5s);
  EXPECT_FALSE(book.open_on(kWeb1));
  EXPECT_EQ(book.open_total(), 0u);
}

// Read back after a restart: an attempt of an observing rule is stored as ended without ever having been
// open.
TEST(AttemptBook, AnEndOfOneAttemptDoesNotFreeTheHostOfAnother) {
  AttemptBook book;
  book.started(attempt(1), kRule, kWeb1, kNoon);
  book.started(attempt(2), RuleName{"watching"}, kWeb1, kNoon + 1s);
  book.never_ran(attempt(2));
  ASSERT_TRUE(book.open_on(kWeb1)) << "attempt #1.1 is still running there";
  EXPECT_EQ(book.open_on(kWeb1)->id, attempt(1));
  EXPECT_TRUE(book.under_repair(kWeb1));
}

TEST(AttemptBook, WordsAboutStrangersChangeNothing) {
  AttemptBook book;
  book.started(attempt(1), kRule, kWeb1, kNoon);
  book.ended(attempt(9), kNoon);
  book.never_ran(attempt(9));
  book.lost_track(attempt(9));
  EXPECT_EQ(book.open_total(), 1u);
  EXPECT_FALSE(book.open_on(kWeb1)->unknown);
}

TEST(AttemptBook, CountsStartsAfterAMomentNotAtIt) {
  AttemptBook book;
  book.started(attempt(1, 1), kRule, kWeb1, kNoon);
  book.ended(attempt(1, 1), kNoon + 1s);
  book.started(attempt(1, 2), kRule, kWeb1, kNoon + 10s);
  EXPECT_EQ(book.count_since(kRule, kWeb1, kNoon), 1u);
  EXPECT_EQ(book.count_since(kRule, kWeb1, kNoon - 1ns), 2u);
  EXPECT_EQ(book.count_since(kRule, kWeb2, kNoon - 1h), 0u);
  EXPECT_EQ(book.count_since(RuleName{"another"}, kWeb1, kNoon - 1h), 0u);
}

TEST(AttemptBook, TheLastEndIsTheNewestOfOtherIncidents) {
  AttemptBook book;
  book.started(attempt(1), kRule, kWeb1, kNoon);
  EXPECT_FALSE(book.last_end(kRule, kWeb1, IncidentId{5})) << "it has not ended";
  book.ended(attempt(1), kNoon + 5s);
  book.started(attempt(2), kRule, kWeb1, kNoon + 10s);
  book.ended(attempt(2), kNoon + 20s);
  EXPECT_EQ(book.last_end(kRule, kWeb1, IncidentId{5}), kNoon + 20s);
  EXPECT_EQ(book.last_end(kRule, kWeb1, IncidentId{2}), kNoon + 5s);
  EXPECT_FALSE(book.last_end(kRule, kWeb2, IncidentId{5}));
}

TEST(AttemptBook, WhatNeverRanLeavesNoTrace) {
  AttemptBook book;
  book.started(attempt(1), kRule, kWeb1, kNoon);
  book.never_ran(attempt(1));
  EXPECT_FALSE(book.open_on(kWeb1));
  EXPECT_FALSE(book.last_end(kRule, kWeb1, IncidentId{5}));
  EXPECT_EQ(book.count_since(kRule, kWeb1, kNoon - 1h), 0u);
}

TEST(AttemptBook, AHostIsUnderRepairUntilTheProof) {
  AttemptBook book;
  book.started(attempt(1), kRule, kWeb1, kNoon);
  book.proof_begins(IncidentId{1}, kRule, kWeb1);
  EXPECT_EQ(book.hosts_under_repair_by(kRule, kWeb2), 1u) << "one host, whatever is being done there";
  book.ended(attempt(1), kNoon + 1s);
  EXPECT_TRUE(book.under_repair(kWeb1));
  EXPECT_EQ(book.hosts_under_repair_by(kRule, kWeb2), 1u);
  EXPECT_EQ(book.hosts_under_repair_by(RuleName{"another"}, kWeb2), 0u);
  EXPECT_EQ(book.hosts_under_repair_by(kRule, kWeb1), 0u) << "the host in question is not counted";
  book.proof_ends(IncidentId{1});
  EXPECT_FALSE(book.under_repair(kWeb1));
  EXPECT_EQ(book.hosts_under_repair_by(kRule, kWeb2), 0u);
}

TEST(AttemptBook, ForgetsWhatEndedLongAgoAndNeverWhatIsOpen) {
  AttemptBook book;
  book.started(attempt(1), kRule, kWeb1, kNoon);
  book.ended(attempt(1), kNoon + 5s);
  book.started(attempt(2), kRule, kWeb1, kNoon + 1s);
  book.forget_before(kNoon + 5s);
  EXPECT_EQ(book.count_since(kRule, kWeb1, kNoon - 1h), 2u) << "exactly as old as the memory is long";
  book.forget_before(kNoon + 24h);
  EXPECT_EQ(book.count_since(kRule, kWeb1, kNoon - 1h), 1u);
  EXPECT_EQ(book.open_on(kWeb1)->id, attempt(2));
}

}  // namespace
}  // namespace balm::master
