// Parts of timestamps and durations. Zones come from the scope's ZoneSource; UTC and fixed offsets need none.
#include "common/expression/functions.h"
#include "common/expression/time_text.h"
#include "common/zone.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

constexpr std::int64_t kDaySeconds = 86'400;

// A timestamp on the clock of a zone.
struct Local {
  std::int64_t day = 0;     // since 1970-01-01
  std::int64_t second = 0;  // of the day
  std::int64_t nanos = 0;

  std::chrono::year_month_day date() const {
    return std::chrono::year_month_day{std::chrono::sys_days(std::chrono::days(day))};
  }
};

// Seconds east of Greenwich at that moment. The zone database knows the years a WallTime can hold; beyond
// them its first or last offset is taken.
std::optional<std::int64_t> offset_at(const Value& at, const std::string& zone, const Scope& scope) {
  if (zone == "UTC" || zone.empty()) return 0;
  if (const auto fixed = offset_from_text(zone)) return fixed;
  const Zone* found = scope.zones != nullptr ? scope.zones->find(zone) : nullptr;
  if (found == nullptr) return std::nullopt;
  const WallTime wall = at.as_timestamp();
  return found->to_local(wall).seconds - wall.seconds();
}

template <class Part>
Outcome part_of(Arguments arguments, const Scope& scope, Part part) {
  const std::string zone = arguments.size() > 1 ? arguments[1]->as_string() : "UTC";
  const auto offset = offset_at(*arguments[0], zone, scope);
  if (!offset) return fail("no time zone \"" + zone + "\"");
  const Value::Moment& moment = arguments[0]->as_moment();
  const std::int64_t seconds = moment.seconds + *offset;
  std::int64_t day = seconds / kDaySeconds;
  if (seconds % kDaySeconds < 0) --day;
  return Value(static_cast<std::int64_t>(part(Local{day, seconds - day * kDaySeconds, moment.nanos})));
}

bool is_duration(Arguments arguments) {
  return arguments[0]->is(Kind::Duration);
}

template <class Unit>
Outcome whole(Arguments arguments) {
  return Value(
      static_cast<std::int64_t>(std::chrono::duration_cast<Unit>(arguments[0]->as_duration()).count()));
}

}  // namespace

Outcome get_date(Arguments arguments, const Scope& scope) {
  return part_of(arguments, scope,
                 [](const Local& local) { return static_cast<unsigned>(local.date().day()); });
}

Outcome get_day_of_month(Arguments arguments, const Scope& scope) {
  return part_of(arguments, scope,
                 [](const Local& local) { return static_cast<unsigned>(local.date().day()) - 1; });
}

Outcome get_day_of_week(Arguments arguments, const Scope& scope) {
  return part_of(arguments, scope, [](const Local& local) {
    return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(local.day))).c_encoding();
  });
}

Outcome get_day_of_year(Arguments arguments, const Scope& scope) {
  return part_of(arguments, scope, [](const Local& local) {
    const std::chrono::sys_days first = local.date().year() / std::chrono::January / 1;
    return local.day - first.time_since_epoch().count();
  });
}

Outcome get_full_year(Arguments arguments, const Scope& scope) {
  return part_of(arguments, scope, [](const Local& local) { return static_cast<int>(local.date().year()); });
}

Outcome get_month(Arguments arguments, const Scope& scope) {
  return part_of(arguments, scope,
                 [](const Local& local) { return static_cast<unsigned>(local.date().month()) - 1; });
}

Outcome get_hours(Arguments arguments, const Scope& scope) {
  if (is_duration(arguments)) return whole<std::chrono::hours>(arguments);
  return part_of(arguments, scope, [](const Local& local) { return local.second / 3600; });
}

Outcome get_minutes(Arguments arguments, const Scope& scope) {
  if (is_duration(arguments)) return whole<std::chrono::minutes>(arguments);
  return part_of(arguments, scope, [](const Local& local) { return local.second / 60 % 60; });
}

Outcome get_seconds(Arguments arguments, const Scope& scope) {
  if (is_duration(arguments)) return whole<std::chrono::seconds>(arguments);
  return part_of(arguments, scope, [](const Local& local) { return local.second % 60; });
}

// Of a duration only the milliseconds left over after its whole seconds.
Outcome get_milliseconds(Arguments arguments, const Scope& scope) {
  constexpr std::int64_t kNanosPerMs = 1'000'000;
  if (is_duration(arguments))
    return Value(std::int64_t{arguments[0]->as_duration().count() / kNanosPerMs % 1000});
  return part_of(arguments, scope, [](const Local& local) { return local.nanos / kNanosPerMs; });
}

}  // namespace balm::expression::functions
