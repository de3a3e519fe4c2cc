#include "common/zone.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(Zone, UtcIsUtc) {
  const WallTime at = WallTime::from_ms(1'700'000'000'999);
  EXPECT_EQ(utc().to_local(at).seconds, 1'700'000'000);
  EXPECT_EQ(utc().to_local(WallTime::from_ms(-1)).seconds, -1);
  EXPECT_EQ(utc().to_wall({5}).count, 1);
  EXPECT_EQ(utc().to_wall({5}).first, WallTime::from_seconds(5));
  EXPECT_EQ(utc().name(), "UTC");
}

TEST(Zone, FixedOffsets) {
  EXPECT_EQ(fixed_zone("+02:00")->to_local(WallTime{}).seconds, 7200);
  EXPECT_EQ(fixed_zone("-08:30")->to_local(WallTime{}).seconds, -30600);
  EXPECT_EQ(fixed_zone("-08:30")->to_wall({0}).first.seconds(), 30600);
  EXPECT_EQ(fixed_zone("+00:00")->to_local(WallTime{}).seconds, 0);
  for (const char* bad :
       {"", "+2:00", "02:00", "+02:60", "+15:00", "+0200", "+02:00 ", "Europe/Berlin", "+a2:00"})
    EXPECT_FALSE(fixed_zone(bad)) << bad;
}

}  // namespace
}  // namespace balm
