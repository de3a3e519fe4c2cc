// Ranges and thresholds of the Nagios plugin interface (Monitoring Plugins Development Guidelines, "Threshold
// and Ranges"): an alert is raised when the value is OUTSIDE the range, with a leading @ when it is INSIDE.
//
//   10       0 to 10        10:     10 and up        ~:10    up to 10        10:20    @10:20
#pragma once

#include <limits>
#include <optional>
#include <string_view>

#include "common/result.h"
#include "common/status.h"

namespace balm::nagios {

// Both ends belong to the range.
struct Range {
  double start = 0;
  double end = std::numeric_limits<double>::infinity();
  bool alert_inside = false;

  // Errors: Kind::Usage; also a range that ends before it starts.
  static Result<Range> parse(std::string_view text);

  bool contains(double value) const { return value >= start && value <= end; }
  // Never for NaN, which Thresholds answers for.
  bool alerts(double value) const;

  bool operator==(const Range&) const = default;
};

// Whether the text has the shape of a range, though perhaps an empty one ("-1", which plugins do print).
bool looks_like_range(std::string_view text);

struct Thresholds {
  std::optional<Range> warning;
  std::optional<Range> critical;

  // Critical before warning before ok; a NaN is unknown.
  Status status(double value) const;
};

}  // namespace balm::nagios
