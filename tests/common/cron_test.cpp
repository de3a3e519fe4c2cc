#include "common/cron.h"

#include <chrono>
#include <cstdio>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "common/random.h"
#include "tests/common/step_zone.h"

namespace balm {
namespace {

namespace ch = std::chrono;

// "2024-03-15 10:07:30"; the time may be left out.
WallTime at(const char* text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::sscanf(text, "%d-%d-%d %d:%d:%d", &year, &month, &day, &hour, &minute, &second);
  const auto date =
      ch::year(year) / ch::month(static_cast<unsigned>(month)) / ch::day(static_cast<unsigned>(day));
  const auto days = ch::sys_days(date).time_since_epoch().count();
  return WallTime::from_seconds(days * 86400LL + hour * 3600 + minute * 60 + second);
}

Cron must(std::string_view text, CronDialect dialect = {}) {
  Parsed<Cron> parsed = Cron::parse(text, {}, dialect);
  EXPECT_TRUE(parsed.ok()) << text << "\n" << render(parsed.issues);
  return parsed.value;
}

WallTime next(std::string_view text, WallTime after, CronDialect dialect = {}) {
  return must(text, dialect).next(after, utc()).value_or(WallTime{});
}

TEST(Cron, FiveFields) {
  const WallTime friday = at("2024-03-15 10:07:30");
  EXPECT_EQ(next("* * * * *", friday), at("2024-03-15 10:08"));
  EXPECT_EQ(next("*/15 * * * *", friday), at("2024-03-15 10:15"));
  EXPECT_EQ(next("0 3 * * *", friday), at("2024-03-16 03:00"));
  EXPECT_EQ(next("30 9 * * mon-fri", friday), at("2024-03-18 09:30"));
  EXPECT_EQ(next("0 0 1 jan *", friday), at("2025-01-01"));
  EXPECT_EQ(next("0 0 29 2 *", friday), at("2028-02-29"));
  EXPECT_EQ(next("0 0 * * 7", friday), at("2024-03-17"));
  EXPECT_EQ(next("5,35 8-10/2 * * *", friday), at("2024-03-15 10:35"));
  EXPECT_EQ(next("  0\t12  * * *  ", friday), at("2024-03-15 12:00"));
}

TEST(Cron, StrictlyAfter) {
  EXPECT_EQ(next("0 * * * *", at("2024-03-15 10:00")), at("2024-03-15 11:00"));
  EXPECT_EQ(next("0 * * * *", at("2024-03-15 10:00") - 1ns), at("2024-03-15 10:00"));
  EXPECT_EQ(next("0 * * * *", at("1960-03-15 10:00") - 1ns), at("1960-03-15 10:00"));
}

TEST(Cron, Nicknames) {
  for (const auto& [name, fields] : {std::pair("@hourly", "0 * * * *"),
                                     {"@Daily", "0 0 * * *"},
                                     {"@midnight", "0 0 * * *"},
                                     {"@weekly", "0 0 * * 0"},
                                     {"@monthly", "0 0 1 * *"},
                                     {"@yearly", "0 0 1 1 *"},
                                     {"@annually", "0 0 1 1 *"}}) {
    EXPECT_TRUE(must(name).same_times(must(fields))) << name;
    EXPECT_EQ(must(name).text(), name);
  }
}

TEST(Cron, DayOfMonthOrDayOfWeek) {
  const WallTime from = at("2024-03-01");
  EXPECT_EQ(next("0 0 13 * fri", from), at("2024-03-08")) << "either, when both restrict";
  EXPECT_EQ(next("0 0 13 * *", from), at("2024-03-13"));
  EXPECT_EQ(next("0 0 * * fri", from), at("2024-03-08"));
  EXPECT_EQ(next("0 0 13 * ?", from), at("2024-03-13"));
  EXPECT_EQ(next("0 0 */2 * sat", from), at("2024-03-02")) << "*/2 restricts";
  EXPECT_EQ(next("0 0 */1 * sat", from), at("2024-03-02"));
  EXPECT_EQ(next("0 0 13 * fri", from, {CronFields::Five, CronDays::Both}), at("2024-09-13"));
}

TEST(Cron, WrappingRanges) {
  EXPECT_TRUE(must("0 0 * * fri-mon").same_times(must("0 0 * * 5,6,0,1")));
  EXPECT_TRUE(must("0 0 1 nov-feb *").same_times(must("0 0 1 11,12,1,2 *")));
  EXPECT_TRUE(must("0 0 1 nov-feb/2 *").same_times(must("0 0 1 11,1 *")));
  EXPECT_TRUE(must("0 0 * * sat-sun").same_times(must("0 0 * * 6,0")));
  EXPECT_TRUE(must("0 0 * * 5-7").same_times(must("0 0 * * 5,6,0")));
  EXPECT_TRUE(must("0 0 * * 7-2").same_times(must("0 0 * * 0,1,2")));
  EXPECT_FALSE(Cron::parse("0 22-4 * * *", {}).ok());
  EXPECT_EQ(Cron::parse("0 22-4 * * *", {}).issues[0].guess, "write `22-23,0-4` if it goes round");
}

TEST(Cron, OpenSteps) {
  EXPECT_TRUE(must("5/20 * * * *").same_times(must("5,25,45 * * * *")));
  EXPECT_TRUE(must("* * * * 1/3").same_times(must("* * * * mon,thu")));
  EXPECT_TRUE(must("* * * * */3").same_times(must("* * * * 0,3,6")));
}

TEST(Cron, LastNearestAndNth) {
  const WallTime from = at("2024-02-01 01:00");
  EXPECT_EQ(next("0 0 L * *", from), at("2024-02-29"));
  EXPECT_EQ(next("0 0 L-3 * *", from), at("2024-02-26"));
  EXPECT_EQ(next("0 0 28-L 2 *", from), at("2024-02-28"));
  EXPECT_EQ(next("0 0 * * friL", from), at("2024-02-23"));
  EXPECT_EQ(next("0 0 * * 5l", from), at("2024-02-23"));
  EXPECT_EQ(next("0 0 * * L5", from), at("2024-02-23"));
  EXPECT_EQ(next("0 0 * * L", from), at("2024-02-03"));
  EXPECT_EQ(next("0 0 * * sun#2", from), at("2024-02-11"));
  EXPECT_EQ(next("0 0 * * 7#2", from), at("2024-02-11"));
  EXPECT_EQ(next("0 0 * * thu#5", from), at("2024-02-29"));
  EXPECT_EQ(next("0 0 17W * *", from), at("2024-02-16"));
  EXPECT_EQ(next("0 0 18W * *", from), at("2024-02-19"));
  EXPECT_EQ(next("0 0 1W 6 *", from), at("2024-06-03")) << "never leaves its month";
  EXPECT_EQ(next("0 0 30W 6 *", from), at("2024-06-28"));
  EXPECT_EQ(next("0 0 LW 6 *", from), at("2024-06-28"));
}

TEST(Cron, SecondsAndYears) {
  const WallTime from = at("2024-02-01 00:00:02");
  EXPECT_EQ(next("* * * * * *", from, {CronFields::SecondsFirst}), at("2024-02-01 00:00:03"));
  EXPECT_EQ(next("0 30 * * * *", from, {CronFields::SecondsFirst}), at("2024-02-01 00:30"));
  EXPECT_EQ(next("30 * * * * 5/30", from, {CronFields::SecondsLast}), at("2024-02-01 00:30:05"));
  EXPECT_EQ(next("0 0 11 * * 0 2060", from, {CronFields::SecondsAndYearLast}), at("2060-01-11"));
  EXPECT_EQ(next("0 0 29 2 * 0 2022/3", from, {CronFields::SecondsAndYearLast}), at("2028-02-29"));
  EXPECT_FALSE(must("0 0 1 1 * 0 2020", {CronFields::SecondsAndYearLast}).next(from, utc()));
}

TEST(Cron, Never) {
  for (const char* text : {"0 0 30 2 *", "0 0 31 9 *", "0 0 31 2,4,6,9,11 *"}) {
    const Parsed<Cron> parsed = Cron::parse(text, {});
    EXPECT_TRUE(parsed.ok());
    EXPECT_TRUE(parsed.value.never()) << text;
    EXPECT_EQ(parsed.issues.back().code, "W268");
    EXPECT_FALSE(parsed.value.next(at("2024-01-01"), utc()));
  }
  EXPECT_FALSE(must("0 0 31 9 mon").never());
  EXPECT_FALSE(must("0 0 29 2 mon", {CronFields::Five, CronDays::Both}).never());
  EXPECT_EQ(next("0 0 29 2 mon", at("2024-03-01"), {CronFields::Five, CronDays::Both}), at("2044-02-29"));
  EXPECT_TRUE(Cron().never());
  EXPECT_FALSE(must("* * * * *").next(WallTime{Duration::max()}, utc())) << "time ends in 2262";
}

// New York: set forward 2024-03-10 02:00 -> 03:00, back 2024-11-03 02:00 -> 01:00.
const StepZone kNewYork({{at("2023-11-05 06:00"), -5 * 3600},
                         {at("2024-03-10 07:00"), -4 * 3600},
                         {at("2024-11-03 06:00"), -5 * 3600}});

TEST(Cron, ASkippedTimeDoesNotFire) {
  EXPECT_EQ(must("30 2 * * *").next(at("2024-03-09 12:00"), kNewYork), at("2024-03-11 06:30"));
  EXPECT_EQ(must("0 * * * *").next(at("2024-03-10 06:00"), kNewYork), at("2024-03-10 07:00"));
}

TEST(Cron, ARepeatedTimeFiresTwice) {
  const Cron cron = must("30 1 * * *");
  const WallTime first = at("2024-11-03 05:30"), second = at("2024-11-03 06:30");
  EXPECT_EQ(cron.next(at("2024-11-03 00:00"), kNewYork), first);
  EXPECT_EQ(cron.next(first, kNewYork), second);
  EXPECT_EQ(cron.next(second, kNewYork), at("2024-11-04 06:30"));
  EXPECT_EQ(must("10 1 * * *").next(at("2024-11-03 05:45"), kNewYork), at("2024-11-03 06:10"));
  EXPECT_TRUE(cron.fires_at(first, kNewYork));
  EXPECT_TRUE(cron.fires_at(second, kNewYork));
  EXPECT_FALSE(cron.fires_at(second + 1ns, kNewYork));
}

// One random field: its values and a text that means them.
struct Field {
  std::set<int> values;
  std::string text;
  bool any = false;
};

Field random_field(Random& random, int first, int last) {
  Field field;
  const auto pick = [&] {
    return first + static_cast<int>(random.below(static_cast<std::uint64_t>(last - first) + 1));
  };
  const auto kind = random.below(4);
  int from = first, to = last, step = 1;
  if (kind == 1) step = 2 + static_cast<int>(random.below(9));
  if (kind == 2) std::tie(from, to) = std::minmax({pick(), pick()});
  if (kind == 3) {
    for (auto n = 1 + random.below(3); n > 0; --n) {
      const int value = pick();
      field.values.insert(value);
      field.text += (field.text.empty() ? "" : ",") + std::to_string(value);
    }
    return field;
  }
  for (int value = from; value <= to; value += step) field.values.insert(value);
  field.text = kind == 2 ? std::to_string(from) + "-" + std::to_string(to) : "*";
  if (kind == 1) field.text += "/" + std::to_string(step);
  field.any = kind == 0;
  return field;
}

struct Fields {
  Field minute, hour, day, month, weekday;

  bool fire(LocalTime local) const {
    const ch::sys_days date(ch::floor<ch::days>(ch::seconds(local.seconds)));
    const auto second = local.seconds - date.time_since_epoch().count() * 86400LL;
    return second % 60 == 0 && minute.values.contains(static_cast<int>(second / 60 % 60)) &&
           hour.values.contains(static_cast<int>(second / 3600)) && fall_on(date);
  }

  bool fall_on(ch::sys_days date) const {
    const ch::year_month_day ymd(date);
    if (!month.values.contains(static_cast<int>(static_cast<unsigned>(ymd.month())))) return false;
    const bool day_fits = day.values.contains(static_cast<int>(static_cast<unsigned>(ymd.day())));
    const bool weekday_fits = weekday.values.contains(static_cast<int>(ch::weekday(date).c_encoding()));
    if (day.any) return weekday.any || weekday_fits;
    return weekday.any ? day_fits : day_fits || weekday_fits;
  }
};

// Minute by minute through two years and both changes of the clock.
TEST(Cron, AgreesWithAWatchOnTheWall) {
  Random random(42);
  for (int round = 0; round < 5; ++round) {
    const Fields fields{random_field(random, 0, 59), random_field(random, 0, 23), random_field(random, 1, 31),
                        random_field(random, 1, 12), random_field(random, 0, 6)};
    const std::string text = fields.minute.text + " " + fields.hour.text + " " + fields.day.text + " " +
                             fields.month.text + " " + fields.weekday.text;
    const Cron cron = must(text);
    auto due = cron.next(at("2023-12-31 23:59"), kNewYork);
    for (WallTime now = at("2024-01-01"); now < at("2025-02-01"); now = now + 1min) {
      if (!fields.fire(kNewYork.to_local(now))) continue;
      ASSERT_EQ(due, now) << text;
      ASSERT_TRUE(cron.fires_at(now, kNewYork));
      due = cron.next(now, kNewYork);
    }
    ASSERT_TRUE(!due || *due >= at("2025-02-01")) << text;
  }
}

}  // namespace
}  // namespace balm
