#include "common/duration_text.h"

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm {
namespace {

TEST(DurationText, ReadsWhatPeopleWrite) {
  const std::pair<const char*, Duration> cases[] = {
      {"500ms", 500ms}, {"90s", 90s},
      {"5m", 5min},     {"2h30m", 150min},
      {"1d", 24h},      {"2w", 14 * 24h},
      {"0s", 0s},       {"1d2h3m4s5ms6us7ns", 24h + 2h + 3min + 4s + 5ms + 6us + 7ns},
      {"007s", 7s},     {"100d", 2400h}};
  for (const auto& [text, expected] : cases) {
    const auto read = duration_from_text(text);
    ASSERT_TRUE(read.ok()) << text << ": " << read.error().message;
    EXPECT_EQ(*read, expected) << text;
  }
}

TEST(DurationText, RefusesWhatCouldMeanTwoThings) {
  for (const char* bad : {"",
                          "5",
                          "-5s",
                          "+5s",
                          "5 m",
                          " 5m",
                          "5m ",
                          "1.5h",
                          "m",
                          "30m2h",
                          "5m5m",
                          "5M",
                          "5min",
                          "1y",
                          "h5",
                          "5s6",
                          "99999999999999999999s",
                          "300w99999999w",
                          "9223372036855s",
                          "\xff",
                          "5\xc2\xb5s"})
    EXPECT_FALSE(duration_from_text(bad).ok()) << bad;
  const auto refused = duration_from_text("5");
  EXPECT_NE(refused.error().message.find("unit is missing"), std::string::npos);
  EXPECT_FALSE(refused.error().hint.empty());
}

TEST(DurationText, TheCanonicalTextReadsBackExactly) {
  EXPECT_EQ(duration_text(90s), "1m30s");
  EXPECT_EQ(duration_text(150min), "2h30m");
  EXPECT_EQ(duration_text(0s), "0s");
  EXPECT_EQ(duration_text(14 * 24h), "14d");
  EXPECT_EQ(duration_text(-90s), "-1m30s");
  Random random(7);
  for (int i = 0; i < 2000; ++i) {
    const Duration any(static_cast<std::int64_t>(random.next() >> (1 + random.below(62))));
    const auto read = duration_from_text(duration_text(any));
    ASSERT_TRUE(read.ok()) << duration_text(any);
    EXPECT_EQ(*read, any);
  }
  EXPECT_EQ(duration_text(Duration::min()).front(), '-');
}

TEST(DurationText, PeopleGetTwoFigures) {
  const std::pair<Duration, const char*> cases[] = {
      {0s, "0s"},           {420us, "420us"},   {1500us, "1.5ms"}, {850ms, "850ms"},
      {1200ms, "1.2s"},     {2s, "2s"},         {42s, "42s"},      {12min + 4s, "12m 04s"},
      {5min, "5m"},         {150min, "2h 30m"}, {3h, "3h"},        {76h, "3d 04h"},
      {59s + 999ms, "59s"}, {-90s, "-1m 30s"},  {60s, "1m"},       {23h + 59min + 59s, "23h 59m"}};
  for (const auto& [duration, expected] : cases) EXPECT_EQ(duration_for_people(duration), expected);
  EXPECT_FALSE(duration_for_people(Duration::min()).empty());
}

}  // namespace
}  // namespace balm
