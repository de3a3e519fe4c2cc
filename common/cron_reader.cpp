#include "common/cron_reader.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "common/invariant.h"
#include "common/limits.h"
#include "common/nearest.h"
#include "common/utf8.h"

namespace balm {

struct CronField {
  enum class Kind { Second, Minute, Hour, Day, Month, Weekday, Year };
  Kind kind;
  const char* name;
  int first;
  int last;                                 // largest value that may be written
  int end;                                  // largest value of `*` and of an open `2/3`
  std::span<const std::string_view> names;  // three letters each, the first one for the value `first`

  bool is_day() const { return kind == Kind::Day; }
  bool is_weekday() const { return kind == Kind::Weekday; }
  // Calendar names come round again: fri-mon, nov-feb.
  bool wraps() const { return kind == Kind::Month || kind == Kind::Weekday; }
};

namespace {

using Kind = CronField::Kind;

constexpr std::size_t kTextMax = 1024;

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view kWeekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr CronField kSecond{Kind::Second, "second", 0, 59, 59, {}};
constexpr CronField kMinute{Kind::Minute, "minute", 0, 59, 59, {}};
constexpr CronField kHour{Kind::Hour, "hour", 0, 23, 23, {}};
constexpr CronField kDayOfMonth{Kind::Day, "day of month", 1, 31, 31, {}};
constexpr CronField kMonth{Kind::Month, "month", 1, 12, 12, kMonths};
constexpr CronField kWeekday{Kind::Weekday, "weekday", 0, 7, 6, kWeekdays};
constexpr CronField kYear{Kind::Year, "year", 1970, 2099, 2099, {}};

std::vector<const CronField*> fields_of(CronFields fields) {
  std::vector<const CronField*> list{&kMinute, &kHour, &kDayOfMonth, &kMonth, &kWeekday};
  if (fields == CronFields::SecondsFirst) list.insert(list.begin(), &kSecond);
  if (fields == CronFields::SecondsLast || fields == CronFields::SecondsAndYearLast) list.push_back(&kSecond);
  if (fields == CronFields::SecondsAndYearLast) list.push_back(&kYear);
  return list;
}

struct Nickname {
  std::string_view name;
  std::string_view fields;
};
constexpr Nickname kNicknames[] = {
    {"@hourly", "0 * * * *"},  {"@daily", "0 0 * * *"},  {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string quoted(std::string_view text) {
  return "`" + for_terminal(text) + "`";
}

// Digits only; -1 for anything else, also for numbers no field could hold.
int number_in(std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || text.front() < '0' || text.front() > '9') return -1;
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? number : -1;
}

// 7 is Sunday, too. REQUIRES: weekday >= 0
std::uint8_t weekday_bit(int weekday) {
  BALM_ASSERT(weekday >= 0);
  return static_cast<std::uint8_t>(1u << (weekday % 7));
}

std::string bounds_of(const CronField& field) {
  return std::to_string(field.first) + " to " + std::to_string(field.last);
}

}  // namespace

Parsed<Cron> CronReader::read() {
  parsed_.value.text_ = text_;
  if (text_.size() > kTextMax) {
    fault({0, 0}, "E260", "a cron expression of " + std::to_string(text_.size()) + " bytes is too long");
    return std::move(parsed_);
  }
  const std::vector<Part> parts = split({0, text_.size()}, " \t");
  if (parts.size() == 1 && of(parts[0]).starts_with("@"))
    read_nickname(parts[0]);
  else
    read_fields(parts);
  if (parsed_.ok()) check_never();
  if (!parsed_.ok()) parsed_.value = Cron();
  return std::move(parsed_);
}

void CronReader::read_nickname(Part part) {
  const std::string name = lower_case(of(part));
  std::vector<std::string_view> known;
  for (const Nickname& nickname : kNicknames) {
    known.push_back(nickname.name);
    if (nickname.name != name) continue;
    const Place nowhere;
    parsed_ = CronReader(nickname.fields, nowhere, {}).read();
    parsed_.value.text_ = text_;
    return;
  }
  std::string guess = did_you_mean(name, known);
  if (name == "@reboot") guess = "there is no start of the machine to wait for; write an interval instead";
  if (name.starts_with("@every")) guess = "intervals are not cron: write `every: 5m`";
  fault(part, "E260", "no schedule is called " + quoted(of(part)), guess);
}

void CronReader::read_fields(const std::vector<Part>& parts) {
  const std::vector<const CronField*> fields = fields_of(dialect_.fields);
  if (parts.size() == fields.size()) {
    parsed_.value.times_.days.join = dialect_.days;
    for (std::size_t i = 0; i < fields.size(); ++i) read_field(*fields[i], parts[i]);
    return;
  }
  std::string needed;
  for (const CronField* field : fields) needed += (needed.empty() ? "" : ", ") + std::string(field->name);
  const std::string count = parts.empty() ? "it is empty" : "there are " + std::to_string(parts.size());
  std::string guess;
  if (!parts.empty() && of(parts[0]).find('=') != std::string_view::npos)
    guess = "the time zone is a field of its own";
  fault({0, text_.size()}, "E260",
        std::to_string(fields.size()) + " fields are needed (" + needed + "), " + count, guess);
}

void CronReader::read_field(const CronField& field, Part part) {
  if (field.kind == Kind::Second) parsed_.value.times_.seconds = 0;
  if (field.kind == Kind::Year && of(part) != "*") parsed_.value.times_.years.emplace();
  if (field.is_day()) parsed_.value.times_.days.any_day = false;
  if (field.is_weekday()) parsed_.value.times_.days.any_weekday = false;
  for (const Part item : split(part, ","))
    if (!read_unrestricted(field, part)) read_item(field, item);
}

// `?` alone, in the two day fields.
bool CronReader::read_unrestricted(const CronField& field, Part part) {
  if (of(part) != "?" || (!field.is_day() && !field.is_weekday())) return false;
  (field.is_day() ? parsed_.value.times_.days.any_day : parsed_.value.times_.days.any_weekday) = true;
  return true;
}

void CronReader::read_item(const CronField& field, Part item) {
  if (item.begin == item.end)
    return fault(item, "E261", std::string("a ") + field.name + " is missing between commas");
  if (field.is_day() && read_special_day(item)) return;
  if (field.is_weekday() && read_special_weekday(field, item)) return;
  const std::vector<Part> parts = split(item, "/");
  if (parts.size() > 2) return fault(item, "E261", quoted(of(item)) + " has more than one step");
  auto span = read_span(field, parts[0], parts.size() == 2);
  const auto step = parts.size() == 2 ? read_step(field, parts[1]) : 1;
  if (!span || !step) return;
  span->step = *step;
  if (of(item) == "*" || of(item) == "*/1") {
    if (field.is_day()) parsed_.value.times_.days.any_day = true;
    if (field.is_weekday()) parsed_.value.times_.days.any_weekday = true;
  }
  add(field, *span, item);
}

// L, L-3, LW, 15W. False when the item is none of them.
bool CronReader::read_special_day(Part item) {
  CronDayRule& rule = parsed_.value.times_.days;
  const std::string text = lower_case(of(item));
  if (text == "l") {
    rule.days_before_last |= 1u;
  } else if (text == "lw") {
    rule.last_workday = true;
  } else if (text.starts_with("l-")) {
    const int before = number_in(std::string_view(text).substr(2));
    if (before < 1 || before > 30)
      fault(item, "E262", "`L-n` counts 1 to 30 days back from the last day of the month");
    else
      rule.days_before_last |= 1u << before;
  } else if (text.size() > 1 && text.ends_with("w")) {
    const int day = number_in(std::string_view(text).substr(0, text.size() - 1));
    if (day < 1 || day > 31)
      fault(item, "E262", quoted(of(item)) + " is no working day: W follows one day, 1 to 31");
    else
      rule.nearest_workdays |= 1u << day;
  } else {
    return false;
  }
  return true;
}

bool CronReader::read_special_weekday(const CronField& field, Part item) {
  return read_nth_weekday(field, item) || read_last_weekday(field, item);
}

// L (Saturday), friL, 5L, L5. False when the item is none of them.
bool CronReader::read_last_weekday(const CronField& field, Part item) {
  CronDayRule& rule = parsed_.value.times_.days;
  const std::string text = lower_case(of(item));
  if (text == "l") {
    rule.weekdays |= weekday_bit(6);
    return true;
  }
  Part weekday = item;
  if (text.ends_with("l"))
    --weekday.end;
  else if (text.starts_with("l"))
    ++weekday.begin;
  else
    return false;
  if (const auto value = read_value(field, weekday)) rule.last_weekdays |= weekday_bit(*value);
  return true;
}

// sun#2, 0#2. False when there is no `#`.
bool CronReader::read_nth_weekday(const CronField& field, Part item) {
  const std::size_t mark = of(item).find('#');
  if (mark == std::string_view::npos) return false;
  const int n = number_in(of(item).substr(mark + 1));
  const auto weekday = read_value(field, {item.begin, item.begin + mark});
  if (n < 1 || n > 5)
    fault({item.begin + mark, item.end}, "E262", "after `#` comes which one of the month, 1 to 5");
  else if (weekday)
    parsed_.value.times_.days.nth_weekdays[static_cast<std::size_t>(n)] |= weekday_bit(*weekday);
  return true;
}

// `*`, `5`, `5-10`; an only value with a step is open: `5/10` means from 5 on.
std::optional<CronReader::Span> CronReader::read_span(const CronField& field, Part base, bool has_step) {
  if (of(base) == "*") return Span{field.first, field.end};
  const std::vector<Part> ends = split(base, "-");
  if (ends.size() > 2) {
    fault(base, "E261", quoted(of(base)) + " is no range of two values");
    return std::nullopt;
  }
  const auto first = read_value(field, ends[0]);
  if (!first) return std::nullopt;
  if (ends.size() == 1) return Span{*first, has_step ? std::max(*first, field.end) : *first};
  const bool to_last_day = field.is_day() && lower_case(of(ends[1])) == "l";
  const auto last = to_last_day ? field.last : read_value(field, ends[1]);
  if (!last) return std::nullopt;
  Span span{*first, *last};
  if (field.is_weekday()) {
    if (span.first == 7) span.first = 0;
    if (span.last == 0) span.last = 7;  // a range that ends on Sunday ends the week
  }
  if (span.first <= span.last || field.wraps()) return span;
  const std::string from = std::to_string(span.first), to = std::to_string(span.last);
  fault(base, "E262", "the range " + quoted(of(base)) + " ends before it begins",
        "write " +
            quoted(from + "-" + std::to_string(field.last) + "," + std::to_string(field.first) + "-" + to) +
            " if it goes round");
  return std::nullopt;
}

std::optional<int> CronReader::read_step(const CronField& field, Part step) {
  const int number = number_in(of(step));
  if (number >= 1) {
    if (number > field.end - field.first)
      warning(step, "W267",
              "a step of " + std::to_string(number) + " leaves the " + field.name + " at its first value");
    return number;
  }
  fault(step, "E264", "after `/` comes a step, a whole number from 1 on, not " + quoted(of(step)));
  return std::nullopt;
}

std::optional<int> CronReader::read_value(const CronField& field, Part value) {
  const std::string text = lower_case(of(value));
  const int number = number_in(text);
  if (number >= field.first && number <= field.last) return number;
  for (std::size_t i = 0; i < field.names.size(); ++i)
    if (field.names[i] == text) return field.first + static_cast<int>(i);
  if (text.empty()) {
    fault(value, "E261", std::string("a ") + field.name + " is missing here");
  } else if (text.find_first_not_of("0123456789") == std::string::npos) {
    fault(value, "E262", std::string(field.name) + " " + quoted(text) + " is outside " + bounds_of(field));
  } else {
    const std::string_view start = std::string_view(text).substr(0, 3);  // "monday" begins like "mon"
    const std::string near = nearest_name(start, field.names);
    fault(value, "E263",
          quoted(of(value)) + " is no " + field.name + " (" + bounds_of(field) +
              (field.names.empty() ? ")" : ", or the first three letters of a name)"),
          near.empty() ? "" : "did you mean " + quoted(near) + "?");
  }
  return std::nullopt;
}

void CronReader::add(const CronField& field, const Span& span, Part item) {
  const int cycle = field.end - field.first + 1;
  const int length = span.first <= span.last ? span.last - span.first : span.last - span.first + cycle;
  for (int i = 0; i <= length; i += span.step) {
    const int value = span.first + i;
    set(field, value > field.last ? value - cycle : value);
  }
  if (field.is_weekday() && length >= cycle && span.step == 1)
    warning(item, "W267", quoted(of(item)) + " is the whole week");
}

void CronReader::set(const CronField& field, int value) {
  Cron::Times& times = parsed_.value.times_;
  const auto bit = [](int n) { return std::uint64_t{1} << n; };
  switch (field.kind) {
    case Kind::Second:
      times.seconds |= bit(value);
      return;
    case Kind::Minute:
      times.minutes |= bit(value);
      return;
    case Kind::Hour:
      times.hours |= bit(value);
      return;
    case Kind::Day:
      times.days.days |= 1u << value;
      return;
    case Kind::Month:
      times.months |= bit(value);
      return;
    case Kind::Weekday:
      times.days.weekdays |= weekday_bit(value);
      return;
    case Kind::Year:
      if (times.years)
        (*times.years)[static_cast<std::size_t>((value - 1970) / 64)] |= bit((value - 1970) % 64);
      return;
  }
}

void CronReader::check_never() {
  constexpr std::int64_t kYear1970 = 0;
  constexpr std::int64_t kYear2400 =
      13'569'465'600;  // covers every year that may be written and a whole cycle
  parsed_.value.never_ = !parsed_.value.next_local({kYear1970}, {kYear2400}).has_value();
  if (parsed_.value.never_) warning({0, text_.size()}, "W268", "there is no such date: this never fires");
}

void CronReader::fault(Part part, const char* code, std::string message, std::string guess) {
  warning(part, code, std::move(message), std::move(guess));
  parsed_.issues.back().severity = Issue::Severity::Error;
}

void CronReader::warning(Part part, const char* code, std::string message, std::string guess) {
  Issue issue{Issue::Severity::Warning, code, std::move(message), std::move(guess), origin_, ""};
  issue.place.column = (origin_.column > 0 ? origin_.column : 1) + static_cast<int>(part.begin);
  issue.place.end_column = issue.place.column + static_cast<int>(part.end - part.begin);
  parsed_.issues.push_back(std::move(issue));
}

// By blanks: runs of them, none at the ends. By other separators: every part, also empty ones.
std::vector<CronReader::Part> CronReader::split(Part part, std::string_view separators) const {
  const bool blanks = separators.front() == ' ';
  std::vector<Part> parts;
  std::size_t begin = part.begin;
  for (std::size_t at = part.begin; at <= part.end; ++at) {
    if (at < part.end && separators.find(text_[at]) == std::string_view::npos) continue;
    if (!blanks || at > begin) parts.push_back({begin, at});
    begin = at + 1;
  }
  return parts;
}

Parsed<Cron> Cron::parse(std::string_view text, const Place& origin, CronDialect dialect) {
  return CronReader(text, origin, dialect).read();
}

}  // namespace balm
