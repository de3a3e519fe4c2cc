#include "master/knock_limit.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

constexpr Instant kStart{100s};

TEST(KnockLimit, HearsSoManyOfOneAddressInAWindow) {
  KnockLimit limit;
  for (std::uint32_t i = 0; i < limits::kKnocksPerSourceMax; ++i)
    EXPECT_TRUE(limit.hears("10.0.0.1", kStart));
  EXPECT_FALSE(limit.hears("10.0.0.1", kStart + 1s));
  EXPECT_TRUE(limit.hears("10.0.0.2", kStart + 1s)) << "others are not held responsible";
  EXPECT_TRUE(limit.hears("10.0.0.1", kStart + limits::kKnockWindow));
}

TEST(KnockLimit, HearsSoManyOfAllAddresses) {
  KnockLimit limit;
  std::uint32_t heard = 0;
  for (int i = 0; i < 1'000; ++i) heard += limit.hears("10.0.0." + std::to_string(i), kStart) ? 1 : 0;
  EXPECT_EQ(heard, limits::kKnocksMax);
  EXPECT_TRUE(limit.hears("10.0.0.1", kStart + limits::kKnockWindow));
}

TEST(KnockLimit, RemembersABoundedNumberOfAddresses) {
  KnockLimit limit;
  for (std::size_t i = 0; i < 2 * limits::kStrangerSourcesMax; ++i)
    limit.hears("address " + std::to_string(i), kStart);
  EXPECT_EQ(limit.sources(), limits::kStrangerSourcesMax);
  EXPECT_TRUE(limit.hears("one more", kStart + limits::kKnockWindow)) << "the quiet ones are forgotten";
  EXPECT_EQ(limit.sources(), 1u);
}

}  // namespace
}  // namespace balm::master
