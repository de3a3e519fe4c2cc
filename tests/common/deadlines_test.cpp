#include "common/deadlines.h"

#include <string>

#include <gtest/gtest.h>

namespace balm {
namespace {

using Names = std::vector<std::string>;

TEST(Deadlines, ComeOutInOrderAndEqualOnesAsAskedFor) {
  Deadlines<std::string> deadlines;
  EXPECT_FALSE(deadlines.next());
  deadlines.set("late", Instant{9s});
  deadlines.set("b", Instant{5s});
  deadlines.set("a", Instant{5s});
  EXPECT_EQ(deadlines.next(), Instant{5s});
  EXPECT_EQ(deadlines.take_due(Instant{4s}), Names{});
  EXPECT_EQ(deadlines.take_due(Instant{5s}), (Names{"b", "a"}));
  EXPECT_EQ(deadlines.take_due(Instant{100s}), Names{"late"});
  EXPECT_TRUE(deadlines.empty());
}

TEST(Deadlines, AKeyHasOneTime) {
  Deadlines<std::string> deadlines;
  deadlines.set("a", Instant{5s});
  deadlines.set("b", Instant{5s});
  deadlines.set("a", Instant{5s});
  EXPECT_EQ(deadlines.size(), 2u);
  EXPECT_EQ(deadlines.at("a"), Instant{5s});
  EXPECT_EQ(deadlines.take_due(Instant{5s}), (Names{"b", "a"}))
      << "asking again goes to the end of the queue";
  deadlines.set("a", Instant{5s});
  deadlines.cancel("a");
  deadlines.cancel("never there");
  EXPECT_FALSE(deadlines.at("a"));
  EXPECT_EQ(deadlines.take_due(Instant{5s}), Names{});
}

}  // namespace
}  // namespace balm
