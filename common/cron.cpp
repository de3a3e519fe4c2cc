#include "common/cron.h"

#include <algorithm>
#include <bit>

#include "common/utf8.h"

namespace balm {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDay = 24 * 3600;
// The Gregorian calendar, weekdays included, repeats after 400 years (146,097 days).
constexpr std::int64_t kCalendarCycle = 146'097 * kDay;
// Local times after this one (year 2262) have no WallTime.
constexpr std::int64_t kEndOfWallTime = 9'214'646'400;

// The lowest bit set at or above `from`; -1 if there is none.
int next_bit(std::uint64_t mask, int from) {
  if (from > 63) return -1;
  const std::uint64_t rest = mask >> from << from;
  return rest == 0 ? -1 : std::countr_zero(rest);
}

bool has_bit(std::uint64_t mask, unsigned bit) {
  return bit < 64 && ((mask >> bit) & 1u) != 0;
}

sys_days day_of(LocalTime local) {
  return sys_days(std::chrono::floor<days>(std::chrono::seconds(local.seconds)));
}

std::int64_t second_of(sys_days day) {
  return day.time_since_epoch().count() * kDay;
}

sys_days first_of_next_month(year_month_day date) {
  return sys_days((date.year() / date.month() + months(1)) / std::chrono::day(1));
}

std::optional<WallTime> earlier(std::optional<WallTime> a, std::optional<WallTime> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// The first of the moments that is after `after`.
std::optional<WallTime> first_after(const Zone::Moments& moments, WallTime after) {
  if (moments.count >= 1 && moments.first > after) return moments.first;
  if (moments.count == 2 && moments.second > after) return moments.second;
  return std::nullopt;
}

}  // namespace

// Two searches, because the local clock may be set back: the usual one, onwards in local time, and one
// through the stretch of local time that is about to come again.
std::optional<WallTime> Cron::next(WallTime after, const Zone& zone) const {
  if (never_) return std::nullopt;
  const LocalTime local = zone.to_local(after);
  return earlier(next_running_on(after, local, zone), next_set_back(after, local, zone));
}

std::optional<WallTime> Cron::next_running_on(WallTime after, LocalTime local, const Zone& zone) const {
  const LocalTime end{std::min(local.seconds + kCalendarCycle, kEndOfWallTime)};
  LocalTime from{local.seconds + 1};
  while (const auto candidate = next_local(from, end)) {
    if (const auto moment = first_after(zone.to_wall(*candidate), after)) return moment;
    from.seconds = candidate->seconds + 1;  // this local time is skipped by the clock
  }
  return std::nullopt;
}

// When `local` itself will come a second time, so does what the clock is set back over: as far before it as
// its two moments lie apart.
std::optional<WallTime> Cron::next_set_back(WallTime after, LocalTime local, const Zone& zone) const {
  const Zone::Moments again = zone.to_wall(local);
  if (again.count != 2 || again.second <= after) return std::nullopt;
  const std::int64_t repeated = (again.second - again.first) / 1s;
  LocalTime from{local.seconds - repeated};
  while (const auto candidate = next_local(from, {local.seconds + 1})) {
    if (const auto moment = first_after(zone.to_wall(*candidate), after)) return moment;
    from.seconds = candidate->seconds + 1;  // before the stretch that is repeated
  }
  return std::nullopt;
}

bool Cron::fires_at(WallTime at, const Zone& zone) const {
  if (never_ || at.since_epoch % 1s != 0s) return false;
  const LocalTime local = zone.to_local(at);
  const sys_days day = day_of(local);
  const std::int64_t second = local.seconds - second_of(day);
  return fits_date(year_month_day(day)) && next_second_of_day(second) == second;
}

bool Cron::fits_date(year_month_day date) const {
  return has_bit(times_.months, static_cast<unsigned>(date.month())) && fits_year(date.year()) &&
         times_.days.matches(date);
}

bool Cron::fits_year(std::chrono::year year) const {
  if (!times_.years) return true;
  const int n = static_cast<int>(year) - 1970;
  if (n < 0 || n >= 192) return false;
  return has_bit((*times_.years)[static_cast<std::size_t>(n / 64)], static_cast<unsigned>(n % 64));
}

std::optional<std::int64_t> Cron::next_second_of_day(std::int64_t from) const {
  int minute = static_cast<int>(from / 60 % 60);
  int second = static_cast<int>(from % 60);
  const int first_hour = static_cast<int>(from / 3600);
  for (int hour = next_bit(times_.hours, first_hour); hour >= 0; hour = next_bit(times_.hours, hour + 1)) {
    if (hour != first_hour) minute = second = 0;
    const int first_minute = minute;
    for (int m = next_bit(times_.minutes, minute); m >= 0; m = next_bit(times_.minutes, m + 1)) {
      const int s = next_bit(times_.seconds, m == first_minute ? second : 0);
      if (s >= 0) return hour * 3600 + m * 60 + s;
    }
  }
  return std::nullopt;
}

// The first fitting local time in [from, end).
std::optional<LocalTime> Cron::next_local(LocalTime from, LocalTime end) const {
  sys_days day = day_of(from);
  std::int64_t second = from.seconds - second_of(day);
  while (second_of(day) < end.seconds) {
    const year_month_day date(day);
    if (!fits_year(date.year())) {
      day = sys_days((date.year() + std::chrono::years(1)) / std::chrono::January / 1);
    } else if (!has_bit(times_.months, static_cast<unsigned>(date.month()))) {
      day = first_of_next_month(date);
    } else {
      const auto found = times_.days.matches(date) ? next_second_of_day(second) : std::nullopt;
      if (found && second_of(day) + *found >= end.seconds) return std::nullopt;
      if (found) return LocalTime{second_of(day) + *found};
      day += days(1);
    }
    second = 0;
  }
  return std::nullopt;
}

Result<Cron> Cron::from_text(std::string_view text, CronDialect dialect) {
  Parsed<Cron> parsed = parse(text, {}, dialect);
  if (parsed.ok()) return std::move(parsed.value);
  const auto first =
      std::find_if(parsed.issues.begin(), parsed.issues.end(), [](const Issue& i) { return i.is_error(); });
  return Error{Error::Kind::Usage,
               "cron `" + for_terminal(text) + "`: " + first->message + " (at character " +
                   std::to_string(first->place.column) + ")",
               first->guess};
}

}  // namespace balm
