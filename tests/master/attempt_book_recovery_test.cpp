// The book as recovery fills it: open and ended attempts in an order that says nothing.
#include <gtest/gtest.h>

#include "master/attempt_book.h"

namespace balm::master {
namespace {

const RuleName kRule{"nginx-down"};
const HostName kHost{"web1"};
constexpr Instant kStart = Instant{1000s};

AttemptId attempt(std::uint64_t incident) {
  return {IncidentId{incident}, 1};
}

TEST(AttemptBookRecovery, AnEndedAttemptDoesNotTakeTheLockOfAnOpenOne) {
  AttemptBook book;
  book.started(attempt(5), kRule, kHost, kStart);
  book.started(attempt(6), kRule, kHost, kStart + 5s);
  book.ended(attempt(6), kStart + 6s);
  const auto open = book.open_on(kHost);
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(open->id, attempt(5));
  book.ended(attempt(5), kStart + 7s);
  EXPECT_FALSE(book.open_on(kHost).has_value());
}

TEST(AttemptBookRecovery, TheOldestIsTheOldestWhateverTheOrder) {
  AttemptBook book;
  for (const std::uint64_t late : {3, 1, 2}) {
    book.started(attempt(late), kRule, kHost, kStart + std::chrono::seconds(late));
    book.ended(attempt(late), kStart + std::chrono::seconds(late));
  }
  EXPECT_EQ(book.oldest_since(kRule, kHost, kStart), kStart + 1s);
  EXPECT_EQ(book.oldest_since(kRule, kHost, kStart + 1s), kStart + 2s);
}

}  // namespace
}  // namespace balm::master
