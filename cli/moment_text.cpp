#include "cli/moment_text.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "common/duration_text.h"

namespace balm::cli {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

Error unreadable(std::string_view text) {
  return {Error::Kind::Usage, "\"" + std::string(text.substr(0, 64)) + "\" is not a time",
          "write 10m, 2h30m, 03:10, \"yesterday 14:00\", 2026-03-14 or 2026-03-14T03:10:00Z"};
}

// Reads pieces from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// Days since 1970-01-01.
std::optional<std::int64_t> read_date(Reader& reader) {
  const auto year = reader.number(4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.number(2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.number(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 1970 || *year > 2200) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

// Seconds of the day from HH:MM, HH:MM:SS; a fraction is read and dropped.
std::optional<std::int64_t> read_clock(Reader& reader) {
  const auto hour = reader.number(2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  int second = 0;
  if (reader.take(':')) {
    const auto read = reader.number(2);
    if (!read || *read > 59) return std::nullopt;
    second = *read;
    if (reader.take('.'))
      while (reader.number(1)) {
      }
  }
  return *hour * 3600 + *minute * 60 + second;
}

// Seconds east of UTC from Z, +01:00, -0530.
std::optional<std::int64_t> read_offset(Reader& reader) {
  if (reader.take('Z')) return 0;
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return std::nullopt;
  const auto hours = reader.number(2);
  if (!hours || *hours > 14) return std::nullopt;
  reader.take(':');
  const auto minutes = reader.number(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::int64_t seconds = *hours * 3600 + *minutes * 60;
  return west ? -seconds : seconds;
}

Result<WallTime> to_moment(std::int64_t local_seconds, std::string_view text, const Zone& zone) {
  const Zone::Moments moments = zone.to_wall(LocalTime{local_seconds});
  if (moments.count == 0)
    return Error{Error::Kind::Usage,
                 "\"" + std::string(text) + "\" does not exist: the clock jumps over it that day",
                 "write the time with its offset, for example 2026-03-29T03:30:00+02:00"};
  return moments.first;
}

// The part after a date, if any: clock and offset.
Result<WallTime> with_date(std::int64_t days, Reader& reader, std::string_view text, const Zone& zone) {
  const std::int64_t midnight = days * kSecondsPerDay;
  if (reader.done()) return to_moment(midnight, text, zone);
  if (!reader.take('T') && !reader.take(' ')) return unreadable(text);
  const auto clock = read_clock(reader);
  if (!clock) return unreadable(text);
  if (reader.done()) return to_moment(midnight + *clock, text, zone);
  const auto offset = read_offset(reader);
  if (!offset || !reader.done()) return unreadable(text);
  return WallTime::from_seconds(midnight + *clock - *offset);
}

std::int64_t day_of(const Standpoint& from) {
  const std::int64_t seconds = from.zone.to_local(from.now).seconds;
  return seconds / kSecondsPerDay - (seconds % kSecondsPerDay < 0 ? 1 : 0);
}

// "yesterday 14:00"
std::optional<Result<WallTime>> with_day_word(std::string_view text, const Standpoint& from) {
  struct DayWord {
    std::string_view word;
    std::int64_t days;
  };
  constexpr std::array<DayWord, 3> kWords{{{"yesterday", -1}, {"today", 0}, {"tomorrow", 1}}};
  for (const DayWord& day : kWords) {
    Reader reader(text);
    if (reader.take_word(day.word)) return with_date(day_of(from) + day.days, reader, text, from.zone);
  }
  return std::nullopt;
}

// "03:10": the nearest one that lies the wanted way.
Result<WallTime> with_clock(std::int64_t clock, std::string_view text, Toward toward,
                            const Standpoint& from) {
  const std::int64_t today = day_of(from);
  Result<WallTime> moment = to_moment(today * kSecondsPerDay + clock, text, from.zone);
  if (!moment) return moment;
  const bool wrong_way = toward == Toward::Past ? *moment > from.now : *moment < from.now;
  if (!wrong_way) return moment;
  return to_moment((today + (toward == Toward::Past ? -1 : 1)) * kSecondsPerDay + clock, text, from.zone);
}

}  // namespace

Result<WallTime> moment_from_text(std::string_view text, Toward toward, const Standpoint& from) {
  if (text == "now") return from.now;
  if (auto moment = with_day_word(text, from)) return *moment;
  Reader dated(text);
  if (const auto days = read_date(dated)) return with_date(*days, dated, text, from.zone);
  Reader clocked(text);
  if (const auto clock = read_clock(clocked); clock && clocked.done())
    return with_clock(*clock, text, toward, from);
  const Result<Duration> length = duration_from_text(text);
  if (!length) return unreadable(text);
  constexpr Duration kMost = std::chrono::hours(24 * 365 * 50);
  if (*length > kMost) return unreadable(text);
  return toward == Toward::Past ? from.now - *length : from.now + *length;
}

}  // namespace balm::cli
