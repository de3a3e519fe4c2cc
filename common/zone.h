// Time zones as a question without a clock or a file: the real database (tzdata) is behind
// common/io/time_zones.h.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/instant.h"

namespace balm {

// A calendar reading without a zone: seconds since 1970-01-01T00:00:00 of the local clock.
struct LocalTime {
  std::int64_t seconds = 0;
  auto operator<=>(const LocalTime&) const = default;
};

class Zone {
 public:
  virtual ~Zone() = default;

  virtual LocalTime to_local(WallTime at) const = 0;

  // The moments that read `local` on the zone's clock: none when the clock jumps over it, two when it is set
  // back.
  struct Moments {
    int count = 0;
    WallTime first;
    WallTime second;
  };
  virtual Moments to_wall(LocalTime local) const = 0;

  virtual std::string_view name() const = 0;
};

class ZoneSource {
 public:
  virtual ~ZoneSource() = default;
  // nullptr for an unknown name. The zone lives as long as the source. Names are IANA ("Europe/Berlin"),
  // "UTC" and fixed offsets "+02:00", "-08:30".
  virtual const Zone* find(std::string_view name) const = 0;
};

// A clock that always differs from UTC by the same amount; needs no database.
class FixedZone : public Zone {
 public:
  FixedZone(std::string name, std::int64_t seconds_east)
      : name_(std::move(name)), seconds_east_(seconds_east) {}

  LocalTime to_local(WallTime at) const override;
  Moments to_wall(LocalTime local) const override;
  std::string_view name() const override { return name_; }

 private:
  std::string name_;
  std::int64_t seconds_east_;
};

// "UTC", "Z", "+02:00", "-08:30", up to 14 hours; nothing for any other text.
std::optional<FixedZone> fixed_zone(std::string_view name);

// UTC needs no database.
const Zone& utc();

}  // namespace balm
