#include "cli/conformance/cron_cases.h"

#include <sstream>

#include "common/cron.h"

namespace balm::conformance {
namespace {

constexpr std::string_view kRefused = "refused";

std::size_t count_words(const std::string& text) {
  std::istringstream words(text);
  std::size_t count = 0;
  for (std::string word; words >> word;) ++count;
  return count;
}

// Seven fields are never anything else, so suites do not say so.
CronDialect dialect_of(const Value& fields, const std::string& text) {
  CronDialect dialect;
  const std::string layout = fields["fields"].string_or();
  if (layout == "seconds-first") dialect.fields = CronFields::SecondsFirst;
  if (layout == "seconds-last") dialect.fields = CronFields::SecondsLast;
  if (layout.empty() && count_words(text) == 7) dialect.fields = CronFields::SecondsAndYearLast;
  if (!fields["options"]["day_or"].bool_or(true)) dialect.days = CronDays::Both;
  return dialect;
}

// The option of another implementation that Balm does not offer; empty when there is none.
std::string foreign_option(const Value& options) {
  if (!options.is(Value::Kind::Map)) return "";
  for (const auto& [name, value] : options.as_map())
    if (name.string_or() != "day_or") return name.string_or();
  return "";
}

std::string times_text(const std::vector<std::string>& times) {
  std::string text;
  for (const std::string& time : times) text += (text.empty() ? "" : " ") + time;
  return text;
}

void check_next(Case& c, const Cron& cron, const Zone& zone) {
  const auto from = moment_from_text(c.fields["from"].string_or());
  if (!from) return compare(c.outcome, "a readable `from`", "");
  if (c.fields["never"].bool_or()) {
    const auto next = cron.next(*from, zone);
    return compare(c.outcome, "never", next ? moment_text(*next) : "never");
  }
  std::vector<std::string> expected, got;
  auto at = from;
  for (const Value& time : c.fields["next"].as_list()) {
    expected.push_back(moment_text(moment_from_text(time.string_or()).value_or(WallTime{})));
    if (at) at = cron.next(*at, zone);
    got.push_back(at ? moment_text(*at) : "never");
  }
  compare(c.outcome, times_text(expected), times_text(got));
}

void check_match(Case& c, const Cron& cron, const Zone& zone) {
  const auto at = moment_from_text(c.fields["at"].string_or());
  const auto answer = [](bool fires) { return fires ? "fires" : "does not fire"; };
  compare(c.outcome, answer(c.fields["fires"].bool_or()),
          at ? answer(cron.fires_at(*at, zone)) : "unreadable `at`");
}

// Written differently two expressions may still mean the same; then they walk through the years in step.
std::string first_difference(const Cron& a, const Cron& b) {
  if (a.same_times(b)) return "the same";
  for (const std::int64_t start : {946'684'800LL, 1'709'164'800LL, 1'735'603'200LL}) {
    auto at = std::optional(WallTime::from_seconds(start));
    for (int step = 0; step < 5000 && at; ++step) {
      const auto next = a.next(*at, utc());
      if (next != b.next(*at, utc())) return "differ after " + moment_text(*at);
      at = next;
    }
  }
  return "the same";
}

void check_equal(Case& c) {
  const std::string a = c.fields["a"].string_or(), b = c.fields["b"].string_or();
  const auto cron_a = Cron::from_text(a, dialect_of(c.fields, a));
  const auto cron_b = Cron::from_text(b, dialect_of(c.fields, b));
  if (!cron_a || !cron_b)
    return compare(c.outcome, "the same", cron_a ? cron_b.error().message : cron_a.error().message);
  compare(c.outcome, "the same", first_difference(*cron_a, *cron_b));
}

void check_expression(Case& c, const ZoneSource& zones) {
  const std::string text = c.fields["expr"].string_or();
  const auto cron = Cron::from_text(text, dialect_of(c.fields, text));
  if (c.fields["error"].bool_or())
    return compare(c.outcome, std::string(kRefused), cron ? "accepted" : "refused");
  if (!cron) return compare(c.outcome, "accepted", cron.error().message);
  const std::string zone_name = c.fields["tz"].string_or("UTC");
  const Zone* const zone = zones.find(zone_name);
  if (zone == nullptr) {
    c.outcome.skipped = "no time zone " + zone_name + " on this machine";
  } else if (c.fields.find("fires") != nullptr) {
    check_match(c, *cron, *zone);
  } else if (c.fields["next"].is(Value::Kind::List) || c.fields["never"].bool_or()) {
    check_next(c, *cron, *zone);
  } else {
    c.outcome.skipped = "the case asks for nothing known";
  }
}

}  // namespace

CaseOutcome run_cron_case(std::string_view line, const ZoneSource& zones) {
  Case c = read_case(line);
  if (!c.readable) return c.outcome;
  const std::string option = foreign_option(c.fields["options"]);
  if (!option.empty())
    c.outcome.skipped = "option " + option + " is another implementation's own";
  else if (c.fields.find("a") != nullptr)
    check_equal(c);
  else
    check_expression(c, zones);
  return c.outcome;
}

}  // namespace balm::conformance
