#include "common/zone.h"

namespace balm {
namespace {

// Two digits as a number, -1 for anything else.
int two_digits(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return digit(text[0]) && digit(text[1]) ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

}  // namespace

LocalTime FixedZone::to_local(WallTime at) const {
  return {at.seconds() + seconds_east_};
}

Zone::Moments FixedZone::to_wall(LocalTime local) const {
  return {1, WallTime::from_seconds(local.seconds - seconds_east_), {}};
}

std::optional<FixedZone> fixed_zone(std::string_view name) {
  if (name == "UTC" || name == "Z") return FixedZone(std::string(name), 0);
  if (name.size() != 6 || (name[0] != '+' && name[0] != '-') || name[3] != ':') return std::nullopt;
  const int hours = two_digits(name.substr(1, 2));
  const int minutes = two_digits(name.substr(4, 2));
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = hours * 3600 + minutes * 60;
  return FixedZone(std::string(name), name[0] == '-' ? -seconds : seconds);
}

const Zone& utc() {
  static const FixedZone zone("UTC", 0);
  return zone;
}

}  // namespace balm
