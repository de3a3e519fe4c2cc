// A stamp proves how old the knowledge is that a task was decided on.
#include <gtest/gtest.h>

#include "agent/executor/executor_limits.h"
#include "agent/executor/stamps.h"

namespace balm::executor {
namespace {

TEST(Stamps, KnowsWhenItIssuedWhat) {
  Stamps stamps;
  EXPECT_EQ(stamps.newest(), "");
  stamps.issued("a", Instant{5s});
  stamps.issued("b", Instant{15s});
  EXPECT_EQ(stamps.issued_at("a"), Instant{5s});
  EXPECT_EQ(stamps.issued_at("b"), Instant{15s});
  EXPECT_EQ(stamps.newest(), "b");
}

TEST(Stamps, ForeignAndEmptyOnesProveNothing) {
  Stamps stamps;
  stamps.issued("", Instant{5s});
  EXPECT_FALSE(stamps.issued_at(""));
  EXPECT_FALSE(stamps.issued_at("forged"));
}

TEST(Stamps, TheOldestIsForgottenWhenOneTooManyIsIssued) {
  Stamps stamps;
  for (std::size_t i = 0; i < limits::kStampsKept; ++i)
    stamps.issued("s" + std::to_string(i), Instant{std::chrono::seconds(i)});
  EXPECT_TRUE(stamps.issued_at("s0"));
  stamps.issued("one more", Instant{1h});
  EXPECT_FALSE(stamps.issued_at("s0"));
  EXPECT_TRUE(stamps.issued_at("s1"));
  EXPECT_EQ(stamps.newest(), "one more");
}

}  // namespace
}  // namespace balm::executor
