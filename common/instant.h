// Time as values. Steady time (Instant) never jumps and serves intervals, timeouts and cool-downs; wall time
// (WallTime) can jump and serves calendars, storage and people. They are different types so that they cannot
// be mixed up. There is no clock here: cores learn the time only from the `Now` they are handed (the shells
// read the clocks).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace balm {

using Duration = std::chrono::nanoseconds;
using namespace std::chrono_literals;  // NOLINT(google-global-names-in-headers): 10s, 5min read best as they
                                       // are

// A point on the host's boot clock (counts suspend). Comparable only within one boot of one host.
struct Instant {
  Duration since_boot{};

  auto operator<=>(const Instant&) const = default;
  friend Instant operator+(Instant at, Duration by) { return {at.since_boot + by}; }
  friend Instant operator-(Instant at, Duration by) { return {at.since_boot - by}; }
  friend Duration operator-(Instant a, Instant b) { return a.since_boot - b.since_boot; }
};

// A point in UTC calendar time, from the Unix epoch.
struct WallTime {
  Duration since_epoch{};

  auto operator<=>(const WallTime&) const = default;
  friend WallTime operator+(WallTime at, Duration by) { return {at.since_epoch + by}; }
  friend WallTime operator-(WallTime at, Duration by) { return {at.since_epoch - by}; }
  friend Duration operator-(WallTime a, WallTime b) { return a.since_epoch - b.since_epoch; }

  static WallTime from_seconds(std::int64_t seconds) { return {std::chrono::seconds(seconds)}; }
  static WallTime from_ms(std::int64_t ms) { return {std::chrono::milliseconds(ms)}; }
  std::int64_t seconds() const { return std::chrono::floor<std::chrono::seconds>(since_epoch).count(); }
  std::int64_t ms() const { return std::chrono::floor<std::chrono::milliseconds>(since_epoch).count(); }
};

// Both readings of one moment.
struct Now {
  Instant instant;
  WallTime wall;
};

}  // namespace balm
