#include "common/cron_days.h"

#include <set>

#include <gtest/gtest.h>

namespace balm {
namespace {

using namespace std::chrono;

// The days of a month on which `rule` holds.
std::set<unsigned> days_of(const CronDayRule& rule, year_month month) {
  std::set<unsigned> days;
  for (unsigned n = 1; n <= 31; ++n)
    if (const year_month_day date = month / day(n); date.ok() && rule.matches(date)) days.insert(n);
  return days;
}

using Days = std::set<unsigned>;
constexpr year_month kJune2024 = year(2024) / June;  // begins on a Saturday, ends on a Sunday

TEST(CronDays, EitherOrBoth) {
  CronDayRule rule{.any_day = false, .days = 1u << 7 | 1u << 13, .any_weekday = false, .weekdays = 1u << 5};
  EXPECT_EQ(days_of(rule, kJune2024), (Days{7, 13, 14, 21, 28}));
  rule.join = CronDays::Both;
  EXPECT_EQ(days_of(rule, kJune2024), Days{7});
  rule.any_weekday = true;
  EXPECT_EQ(days_of(rule, kJune2024), (Days{7, 13}));
  rule.any_day = true;
  EXPECT_EQ(days_of(rule, kJune2024).size(), 30u);
}

TEST(CronDays, CountedFromTheEnd) {
  EXPECT_EQ(days_of({.any_day = false, .days_before_last = 1u}, year(2024) / February), Days{29});
  EXPECT_EQ(days_of({.any_day = false, .days_before_last = 1u << 3}, year(2023) / February), Days{25});
  EXPECT_EQ(days_of({.any_day = false, .days_before_last = 1u << 30}, kJune2024), Days{});
}

TEST(CronDays, WorkdaysStayInTheirMonth) {
  EXPECT_EQ(days_of({.any_day = false, .nearest_workdays = 1u << 1}, kJune2024), Days{3});
  EXPECT_EQ(days_of({.any_day = false, .nearest_workdays = 1u << 15}, kJune2024), Days{14});
  EXPECT_EQ(days_of({.any_day = false, .nearest_workdays = 1u << 16}, kJune2024), Days{17});
  EXPECT_EQ(days_of({.any_day = false, .nearest_workdays = 1u << 30}, kJune2024), Days{28});
  EXPECT_EQ(days_of({.any_day = false, .nearest_workdays = 1u << 31}, kJune2024), Days{});
  EXPECT_EQ(days_of({.any_day = false, .last_workday = true}, kJune2024), Days{28});
}

TEST(CronDays, TheNthAndTheLastOfTheirKind) {
  CronDayRule rule{.any_weekday = false};
  rule.nth_weekdays[2] = 1u << 0;
  EXPECT_EQ(days_of(rule, kJune2024), Days{9});
  rule.nth_weekdays = {};
  rule.nth_weekdays[5] = 1u << 6 | 1u << 1;
  EXPECT_EQ(days_of(rule, kJune2024), Days{29}) << "five Saturdays, four Mondays";
  EXPECT_EQ(days_of({.any_weekday = false, .last_weekdays = 1u << 5}, kJune2024), Days{28});
}

}  // namespace
}  // namespace balm
