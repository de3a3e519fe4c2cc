// Which days a cron expression means: its day-of-month and day-of-week fields together.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace balm {

// How the two fields join when both restrict. Either: one is enough (what cron has done since Vixie's). Both:
// each has to hold. A field that is `*` or `?` does not restrict; `*/n` does, as in most crons of today.
enum class CronDays { Either, Both };

struct CronDayRule {
  // Day of month. Bit d of a mask stands for day d.
  bool any_day = true;
  std::uint32_t days = 0;
  std::uint32_t nearest_workdays = 0;  // 15W: the working day nearest to the 15th, in the same month
  std::uint32_t days_before_last = 0;  // bit n: n days before the last day; bit 0 is L
  bool last_workday = false;           // LW

  // Day of week. Bit 0 stands for Sunday.
  bool any_weekday = true;
  std::uint8_t weekdays = 0;
  std::uint8_t last_weekdays = 0;              // 5L: the last Friday of the month
  std::array<std::uint8_t, 6> nth_weekdays{};  // [2] of 5#2: the second Friday; [0] is not used

  CronDays join = CronDays::Either;

  // REQUIRES: day.ok()
  bool matches(std::chrono::year_month_day day) const;

  bool operator==(const CronDayRule&) const = default;

 private:
  bool matches_day_of_month(std::chrono::year_month_day day) const;
  bool matches_weekday(std::chrono::year_month_day day) const;
};

}  // namespace balm
