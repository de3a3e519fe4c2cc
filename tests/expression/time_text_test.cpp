#include "common/expression/time_text.h"

#include <gtest/gtest.h>

namespace balm::expression {
namespace {

TEST(TimeText, ReadsMomentsWithTheirOffset) {
  const auto moment = moment_from_text("2009-02-13T23:31:30.5Z");
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->seconds, 1'234'567'890);
  EXPECT_EQ(moment_from_text("2009-02-14T00:31:30+01:00")->seconds, 1'234'567'890);
}

TEST(TimeText, DaysThatDoNotExistAreNothing) {
  EXPECT_TRUE(moment_from_text("2024-02-29T00:00:00Z"));
  for (const char* const bad :
       {"2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-00-10T00:00:00Z", "2023-01-32T00:00:00Z",
        "2023-01-01T24:00:00Z", "2023-01-01T00:60:00Z", "2023-01-01", "2023-01-01T00:00:00", "", "now"})
    EXPECT_FALSE(moment_from_text(bad)) << bad;
}

TEST(TimeText, TheYearsOneToNineThousand) {
  EXPECT_EQ(moment_from_text("0001-01-01T00:00:00Z")->seconds, kMomentSecondsMin);
  EXPECT_EQ(moment_from_text("9999-12-31T23:59:59Z")->seconds, kMomentSecondsMax);
  EXPECT_FALSE(moment_from_text("0001-01-01T00:00:00+01:00")) << "a moment before the first";
  EXPECT_FALSE(moment_from_text("0000-12-31T23:59:59Z"));
}

TEST(TimeText, SpansAddTheirParts) {
  EXPECT_EQ(span_from_text("1h30m"), 90min);
  EXPECT_EQ(span_from_text("-1.5s"), -1500ms);
  EXPECT_EQ(span_from_text("0"), 0s);
  EXPECT_EQ(span_from_text("1us2ns"), 1002ns);
  for (const char* const bad : {"", "1", "h", "1d", "1h-1m", "--1s", "1 h", "1e3s"})
    EXPECT_FALSE(span_from_text(bad)) << bad;
}

TEST(TimeText, SpansEndWhereSixtyFourBitsEnd) {
  EXPECT_EQ(span_from_text("9223372036854775807ns"), Duration::max());
  EXPECT_FALSE(span_from_text("9223372036854775808ns"));
  EXPECT_FALSE(span_from_text("99999999999999999999h"));
}

TEST(TimeText, OffsetsAreSecondsEast) {
  EXPECT_EQ(offset_from_text("+02:00"), 7'200);
  EXPECT_EQ(offset_from_text("-8:30"), -30'600);
  EXPECT_EQ(offset_from_text("05:45"), 20'700);
  for (const char* const bad : {"", "2", "+2", "+02:60", "UTC"}) EXPECT_FALSE(offset_from_text(bad)) << bad;
}

}  // namespace
}  // namespace balm::expression
