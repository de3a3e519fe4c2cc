#include "common/nagios/threshold.h"

#include <cmath>

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm::nagios {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Threshold, Ranges) {
  const std::pair<const char*, Range> cases[] = {{"10", {0, 10}},
                                                 {"10:", {10, kInfinity}},
                                                 {"~:10", {-kInfinity, 10}},
                                                 {":10", {0, 10}},
                                                 {"10:20", {10, 20}},
                                                 {"@10:20", {10, 20, true}},
                                                 {"@10", {0, 10, true}},
                                                 {"~:", {-kInfinity, kInfinity}},
                                                 {"-10:-1", {-10, -1}},
                                                 {"0:0", {0, 0}},
                                                 {"1e2:.5e3", {100, 500}},
                                                 {"1.25:2.", {1.25, 2}}};
  for (const auto& [text, expected] : cases) {
    const auto range = Range::parse(text);
    ASSERT_TRUE(range.ok()) << text;
    EXPECT_EQ(*range, expected) << text;
  }
  for (const char* bad : {"", ":", "@", "@:", "~", "~10", "1:2:3", "a", "10:b", "1,5", "10 ", "nan", "inf",
                          "~:~", "20:10", "-1"})
    EXPECT_FALSE(Range::parse(bad).ok()) << bad;
  EXPECT_TRUE(looks_like_range("-1"));
  EXPECT_FALSE(looks_like_range("80%"));
}

TEST(Threshold, BothEndsBelongToTheRange) {
  const Range outside = *Range::parse("10:20");
  EXPECT_FALSE(outside.alerts(10));
  EXPECT_FALSE(outside.alerts(20));
  EXPECT_TRUE(outside.alerts(9.999));
  EXPECT_TRUE(outside.alerts(20.001));
  const Range inside = *Range::parse("@10:20");
  EXPECT_TRUE(inside.alerts(10));
  EXPECT_TRUE(inside.alerts(20));
  EXPECT_FALSE(inside.alerts(21));
}

TEST(Threshold, CriticalGoesBeforeWarning) {
  const Thresholds thresholds{*Range::parse("80"), *Range::parse("90")};
  EXPECT_EQ(thresholds.status(50), Status::Ok);
  EXPECT_EQ(thresholds.status(85), Status::Warning);
  EXPECT_EQ(thresholds.status(95), Status::Critical);
  EXPECT_EQ(thresholds.status(std::nan("")), Status::Unknown);
  EXPECT_EQ(Thresholds{}.status(1), Status::Ok);
}

TEST(Threshold, AnyBytesAreReadOrRefused) {
  Random random(4);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto n = random.below(9); n > 0; --n) text += "0129.:@~-+e\xff"[random.below(12)];
    const auto range = Range::parse(text);
    EXPECT_TRUE(!range.ok() || range->start <= range->end) << text;
  }
}

}  // namespace
}  // namespace balm::nagios
