#include "common/cron_days.h"

#include "common/invariant.h"

namespace balm {
namespace {

bool has_bit(std::uint32_t mask, unsigned bit) {
  return bit < 32 && ((mask >> bit) & 1u) != 0;
}

unsigned last_day_of(std::chrono::year_month_day day) {
  return static_cast<unsigned>(
      std::chrono::year_month_day_last(day.year() / day.month() / std::chrono::last).day());
}

unsigned weekday_of(std::chrono::year_month_day day) {
  return std::chrono::weekday(std::chrono::sys_days(day)).c_encoding();
}

bool is_workday(unsigned weekday) {
  return weekday >= 1 && weekday <= 5;
}

// The working day nearest to day `wanted` of the month of `day`, never leaving that month; 0 if it has no
// such day.
unsigned nearest_workday(std::chrono::year_month_day day, unsigned wanted) {
  const unsigned last = last_day_of(day);
  if (wanted > last) return 0;
  const unsigned weekday = weekday_of(day.year() / day.month() / std::chrono::day(wanted));
  if (is_workday(weekday)) return wanted;
  if (weekday == 6) return wanted > 1 ? wanted - 1 : wanted + 2;
  return wanted < last ? wanted + 1 : wanted - 2;
}

}  // namespace

bool CronDayRule::matches(std::chrono::year_month_day day) const {
  BALM_ASSERT(day.ok());
  if (any_day) return any_weekday || matches_weekday(day);
  if (any_weekday) return matches_day_of_month(day);
  if (join == CronDays::Both) return matches_day_of_month(day) && matches_weekday(day);
  return matches_day_of_month(day) || matches_weekday(day);
}

bool CronDayRule::matches_day_of_month(std::chrono::year_month_day day) const {
  const unsigned number = static_cast<unsigned>(day.day());
  if (has_bit(days, number)) return true;
  if (days_before_last != 0 && has_bit(days_before_last, last_day_of(day) - number)) return true;
  if (last_workday && nearest_workday(day, last_day_of(day)) == number) return true;
  if (nearest_workdays == 0) return false;
  for (unsigned wanted = 1; wanted <= 31; ++wanted)
    if (has_bit(nearest_workdays, wanted) && nearest_workday(day, wanted) == number) return true;
  return false;
}

bool CronDayRule::matches_weekday(std::chrono::year_month_day day) const {
  const unsigned weekday = weekday_of(day);
  const unsigned number = static_cast<unsigned>(day.day());
  if (has_bit(weekdays, weekday)) return true;
  if (has_bit(nth_weekdays[(number + 6) / 7], weekday)) return true;
  return has_bit(last_weekdays, weekday) && number + 7 > last_day_of(day);
}

}  // namespace balm
