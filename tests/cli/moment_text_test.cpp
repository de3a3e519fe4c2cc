#include "cli/moment_text.h"

#include <gtest/gtest.h>

#include "cli/show/times.h"

namespace balm::cli {
namespace {

// One hour east of Greenwich until 2026-03-29 01:00 UTC, then two: 02:30 does not exist that night.
class Berlin : public Zone {
 public:
  LocalTime to_local(WallTime at) const override {
    return {at.seconds() + (at.seconds() < kChange ? 3600 : 7200)};
  }
  Moments to_wall(LocalTime local) const override {
    const WallTime winter = WallTime::from_seconds(local.seconds - 3600);
    const WallTime summer = WallTime::from_seconds(local.seconds - 7200);
    if (winter.seconds() < kChange) return {1, winter, {}};
    if (summer.seconds() >= kChange) return {1, summer, {}};
    return {0, {}, {}};
  }
  std::string_view name() const override { return "Europe/Berlin"; }

 private:
  static constexpr std::int64_t kChange = 1'774'746'000;
};

constexpr std::int64_t kNow = 1'773'454'756;  // 2026-03-14T02:19:16Z, 03:19:16 in Berlin

std::string read(std::string_view text, Toward toward = Toward::Past) {
  const Berlin zone;
  const Result<WallTime> at = moment_from_text(text, toward, {WallTime::from_seconds(kNow), zone});
  return at ? iso_text(at->ms()).substr(0, 19) : "error: " + at.error().message;
}

TEST(MomentText, LengthsLieInTheAskedDirection) {
  EXPECT_EQ(read("10m"), "2026-03-14T02:09:16");
  EXPECT_EQ(read("2h30m", Toward::Future), "2026-03-14T04:49:16");
  EXPECT_EQ(read("now"), "2026-03-14T02:19:16");
}

TEST(MomentText, ATimeOfDayIsTheNearestOne) {
  EXPECT_EQ(read("03:10"), "2026-03-14T02:10:00");
  EXPECT_EQ(read("03:20"), "2026-03-13T02:20:00");
  EXPECT_EQ(read("03:20", Toward::Future), "2026-03-14T02:20:00");
  EXPECT_EQ(read("03:10", Toward::Future), "2026-03-15T02:10:00");
}

TEST(MomentText, DaysHaveNames) {
  EXPECT_EQ(read("today"), "2026-03-13T23:00:00");
  EXPECT_EQ(read("yesterday 14:00"), "2026-03-13T13:00:00");
  EXPECT_EQ(read("tomorrow 02:00", Toward::Future), "2026-03-15T01:00:00");
}

TEST(MomentText, DatesAreLocalUnlessTheySayOtherwise) {
  EXPECT_EQ(read("2026-03-10"), "2026-03-09T23:00:00");
  EXPECT_EQ(read("2026-03-10 12:30"), "2026-03-10T11:30:00");
  EXPECT_EQ(read("2026-03-10T12:30:05.123Z"), "2026-03-10T12:30:05");
  EXPECT_EQ(read("2026-03-10T12:30+02:00"), "2026-03-10T10:30:00");
  EXPECT_EQ(read("2026-03-10T12:30-0530"), "2026-03-10T18:00:00");
  EXPECT_EQ(read("2026-02-28"), "2026-02-27T23:00:00");
}

TEST(MomentText, ATimeTheClockSkipsIsRefused) {
  EXPECT_EQ(read("2026-03-29 02:30", Toward::Future),
            "error: \"2026-03-29 02:30\" does not exist: the clock jumps over it that day");
  EXPECT_EQ(read("2026-03-29 03:30", Toward::Future), "2026-03-29T01:30:00");
}

TEST(MomentText, EverythingElseIsRefused) {
  for (const char* text : {"",
                           "5",
                           "-5m",
                           "5 m",
                           "24:00",
                           "12:60",
                           "3:10",
                           "2026-02-30",
                           "2026-13-01",
                           "2026-3-1",
                           "1969-01-01",
                           "9999-01-01",
                           "yesterdayish",
                           "yesterday14:00",
                           "2026-03-10X12:00",
                           "2026-03-10T12:00+99:00",
                           "100000d",
                           "now now",
                           "\xff\xfe",
                           "10m\n"})
    EXPECT_EQ(read(text).substr(0, 5), "error") << text;
  EXPECT_LT(read(std::string(1'000'000, '9')).size(), 200u);
}

}  // namespace
}  // namespace balm::cli
