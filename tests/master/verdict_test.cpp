#include "master/guard/verdict.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

TEST(Verdict, KindsHaveTheWordsThatAreStored) {
  EXPECT_EQ(to_text(Verdict::Kind::Allow), "allow");
  EXPECT_EQ(to_text(Verdict::Kind::Defer), "defer");
  EXPECT_EQ(to_text(Verdict::Kind::Refuse), "refuse");
}

TEST(Verdict, ReasonsHaveTheirOwnWordAndSentence) {
  EXPECT_EQ(to_text(Reason::NothingAgainst), "nothing_against");
  EXPECT_EQ(to_text(Reason::CoolingDown), "cooling_down");
  EXPECT_EQ(to_text(Reason::TooManyAtOnce), "too_many_at_once");
  EXPECT_EQ(sentence(Reason::HostAway), "the host is not connected");
}

TEST(Verdict, OnlyADelayMayNameATime) {
  EXPECT_FALSE(Verdict::allow("1 of 2").ask_again);
  EXPECT_FALSE(Verdict::refuse(Reason::RateReached, "3 of 3").ask_again);
  EXPECT_FALSE(Verdict::defer(Reason::HostAway).ask_again);
  EXPECT_EQ(Verdict::defer(Reason::CoolingDown, "", Instant{5s}).ask_again, Instant{5s});
}

}  // namespace
}  // namespace balm::master
