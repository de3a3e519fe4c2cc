#include "common/io/time_zones.h"

#include <gtest/gtest.h>

#include "common/cron.h"
#include "common/random.h"

namespace balm {
namespace {

WallTime seconds(std::int64_t n) {
  return WallTime::from_seconds(n);
}

TEST(TimeZones, KnowsTheWorldAndFixedOffsets) {
  const TimeZones zones;
  ASSERT_NE(zones.find("Europe/Berlin"), nullptr);
  EXPECT_EQ(zones.find("Europe/Berlin"), zones.find("Europe/Berlin"));
  EXPECT_EQ(zones.find("Europe/Berlin")->name(), "Europe/Berlin");
  EXPECT_EQ(zones.find("UTC")->to_local(seconds(5)).seconds, 5);
  EXPECT_EQ(zones.find("+02:00")->to_local(seconds(0)).seconds, 7200);
  for (const char* bad : {"", "Mars/Olympus", "../../etc/passwd", "europe/berlin ", "+99:00"})
    EXPECT_EQ(zones.find(bad), nullptr) << bad;
  EXPECT_EQ(zones.find(std::string(5000, 'A')), nullptr);
}

TEST(TimeZones, SkippedAndRepeatedTimes) {
  const TimeZones zones;
  const Zone& berlin = *zones.find("Europe/Berlin");
  EXPECT_EQ(berlin.to_wall({1711852200}).count, 0) << "2024-03-31 02:30 is skipped";
  const Zone::Moments twice = berlin.to_wall({1729996200});  // 2024-10-27 02:30
  EXPECT_EQ(twice.count, 2);
  EXPECT_EQ(twice.first, seconds(1729989000));
  EXPECT_EQ(twice.second, seconds(1729992600));
  EXPECT_EQ(berlin.to_wall({1720000000}).count, 1);
}

// Every moment is among the moments of its own reading, at all times and in odd zones too.
TEST(TimeZones, ThereAndBack) {
  const TimeZones zones;
  Random random(17);
  for (const char* name :
       {"Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"}) {
    const Zone& zone = *zones.find(name);
    for (int i = 0; i < 500; ++i) {
      const WallTime at = seconds(static_cast<std::int64_t>(random.below(4'000'000'000)));
      const Zone::Moments moments = zone.to_wall(zone.to_local(at));
      EXPECT_TRUE((moments.count >= 1 && moments.first == at) || (moments.count == 2 && moments.second == at))
          << name << " " << at.seconds();
    }
  }
}

// Minute by minute around every change of some real clocks: half-hour changes, changes at midnight, a lost
// day.
TEST(TimeZones, CronAgreesWithTheClockAcrossEveryChange) {
  const TimeZones zones;
  struct Stretch {
    const char* zone;
    std::int64_t middle;
  };
  const Stretch stretches[] = {{"Europe/Berlin", 1711846800},       {"Europe/Berlin", 1729990800},
                               {"America/Sao_Paulo", 1518919200},   {"America/Sao_Paulo", 1541300400},
                               {"Australia/Lord_Howe", 1712415600}, {"Australia/Lord_Howe", 1728142200},
                               {"Pacific/Apia", 1325239200},        {"America/New_York", 1352008800}};
  for (const char* text : {"*/7 * * * *", "30 1,2 * * *", "0 0 * * *", "45 23 * * *", "15 */3 * * *"}) {
    const Cron cron = *Cron::from_text(text);
    for (const Stretch& stretch : stretches) {
      const Zone& zone = *zones.find(stretch.zone);
      WallTime now = seconds(stretch.middle - 40 * 3600);
      auto due = cron.next(now, zone);
      for (now = now + 1min; now < seconds(stretch.middle + 40 * 3600); now = now + 1min) {
        if (!cron.fires_at(now, zone)) continue;
        ASSERT_EQ(due, now) << text << " in " << stretch.zone;
        due = cron.next(now, zone);
      }
    }
  }
}

}  // namespace
}  // namespace balm
