// Cron expressions: minute, hour, day of month, month, day of week.
//
// Format: crontab(5) with what crons of today agree on. Lists, ranges, steps, names (jan, mon, any case), 7
// for Sunday,
// @hourly @daily @midnight @weekly @monthly @yearly @annually. Ranges of months and weekdays may wrap
// (fri-mon), and one that ends on Sunday ends the week (sat-sun, 1-0). Further: L (last day of the month),
// L-3 (three days before it), 15W and LW (nearest and last working day), friL or L5 (last Friday of the
// month), L as weekday (Saturday), sun#2 (second Sunday), ? for * in the two day fields. Day of month and day
// of week: see CronDays.
//
// Zones: a local time that the clock skips does not fire, one that it repeats fires twice. Nothing else is
// consistent for every expression; who wants one run a day chooses an hour outside the change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/cron_days.h"
#include "common/instant.h"
#include "common/issue.h"
#include "common/result.h"
#include "common/zone.h"

namespace balm {

// Which fields there are. Balm's own files have five; the others are understood so that schedules can be
// taken over.
enum class CronFields { Five, SecondsFirst, SecondsLast, SecondsAndYearLast };

struct CronDialect {
  CronFields fields = CronFields::Five;
  CronDays days = CronDays::Either;
};

class Cron {
 public:
  Cron() = default;  // never fires

  // Issues (E260 to E266, W267, W268) are placed relative to `origin`, where the text's first character
  // stands.
  static Parsed<Cron> parse(std::string_view text, const Place& origin, CronDialect dialect = {});
  // For the command line: the first fault as one sentence. Errors: Kind::Usage.
  static Result<Cron> from_text(std::string_view text, CronDialect dialect = {});

  // The first time strictly after `after`, to the second; nothing if there is none before the year 2262.
  std::optional<WallTime> next(WallTime after, const Zone& zone) const;

  // Whether it fires at that moment, which must be a whole second to do so.
  bool fires_at(WallTime at, const Zone& zone) const;

  // No such date exists (30 February).
  bool never() const { return never_; }

  const std::string& text() const { return text_; }
  // The same times, however written.
  bool same_times(const Cron& other) const { return times_ == other.times_; }

 private:
  friend class CronReader;

  // Bit n of a mask stands for the value n.
  struct Times {
    std::uint64_t seconds = 1;
    std::uint64_t minutes = 0;
    std::uint64_t hours = 0;
    std::uint64_t months = 0;
    std::optional<std::array<std::uint64_t, 3>> years;  // bit n of word w: 1970 + 64 w + n; unset: any year
    CronDayRule days;

    bool operator==(const Times&) const = default;
  };

  bool fits_date(std::chrono::year_month_day date) const;
  bool fits_year(std::chrono::year year) const;
  std::optional<std::int64_t> next_second_of_day(std::int64_t from) const;
  std::optional<LocalTime> next_local(LocalTime from, LocalTime end) const;
  std::optional<WallTime> next_running_on(WallTime after, LocalTime local, const Zone& zone) const;
  std::optional<WallTime> next_set_back(WallTime after, LocalTime local, const Zone& zone) const;

  Times times_;
  std::string text_;
  bool never_ = true;
};

}  // namespace balm
