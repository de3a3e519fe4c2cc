#include "common/schedule.h"

#include <array>

#include <gtest/gtest.h>

namespace balm {
namespace {

Now at(Duration boot, WallTime wall = WallTime::from_seconds(1'700'000'000)) {
  return {Instant{boot}, wall};
}

TEST(Schedule, AnIntervalKeepsItsPhase) {
  const Schedule schedule = Schedule::interval(10s, 3s);
  EXPECT_EQ(schedule.next(at(0s)), Instant{3s});
  EXPECT_EQ(schedule.next(at(3s)), Instant{13s});
  EXPECT_EQ(schedule.next(at(12s + 999ms)), Instant{13s});
  EXPECT_EQ(schedule.next(at(8h)), Instant{8h + 3s}) << "missed turns are not made up for";
  EXPECT_FALSE(schedule.follows_wall_clock());
}

TEST(Schedule, ACalendarIsAskedInWallTimeAndAnsweredInBootTime) {
  const Schedule schedule = Schedule::calendar(*Cron::from_text("*/5 * * * *"), utc(), 20s);
  const WallTime noon = WallTime::from_seconds(1'699'963'200);
  EXPECT_EQ(schedule.next(at(100s, noon - 10s)), Instant{130s}) << "noon is 10 s away, and 20 s of delay";
  EXPECT_EQ(schedule.next(at(100s, noon + 10s)), Instant{110s}) << "noon's turn is still to come";
  EXPECT_EQ(schedule.next(at(100s, noon + 20s)), Instant{400s});
  EXPECT_TRUE(schedule.follows_wall_clock());
}

TEST(Schedule, ACalendarThatIsOverSaysSo) {
  EXPECT_FALSE(Schedule::calendar(*Cron::from_text("0 0 30 2 *"), utc(), 0s).next(at(1s)));
}

TEST(Schedule, TheSpreadIsStableAndEven) {
  const CheckName check{"disk"};
  EXPECT_EQ(spread_of(HostName{"web1"}, check, 10s), spread_of(HostName{"web1"}, check, 10s));
  EXPECT_NE(spread_of(HostName{"web1"}, check, 10s), spread_of(HostName{"web1"}, CheckName{"load"}, 10s));
  EXPECT_EQ(spread_of(HostName{"web1"}, check, 0s), 0s);
  std::array<int, 10> seconds{};
  for (int i = 0; i < 1000; ++i) {
    const Duration spread = spread_of(HostName{"web" + std::to_string(i)}, check, 10s);
    ASSERT_GE(spread, 0s);
    ASSERT_LT(spread, 10s);
    ++seconds[static_cast<std::size_t>(spread / 1s)];
  }
  for (const int count : seconds) EXPECT_NEAR(count, 100, 45);
}

}  // namespace
}  // namespace balm
