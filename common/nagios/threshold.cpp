#include "common/nagios/threshold.h"

#include <cmath>
#include <string>

#include "common/nagios/number.h"
#include "common/utf8.h"

namespace balm::nagios {
namespace {

std::optional<Range> read_range(std::string_view text) {
  Range range;
  if (text.starts_with("@")) {
    range.alert_inside = true;
    text.remove_prefix(1);
  }
  const std::size_t colon = text.find(':');
  const bool has_start = colon != std::string_view::npos;
  const std::string_view start = has_start ? text.substr(0, colon) : "";
  const std::string_view end = has_start ? text.substr(colon + 1) : text;
  if (start.empty() && end.empty()) return std::nullopt;
  if (start == "~") {
    range.start = -std::numeric_limits<double>::infinity();
  } else if (!start.empty()) {
    const auto number = whole_number(start);
    if (!number) return std::nullopt;
    range.start = *number;
  }
  if (!end.empty()) {
    const auto number = whole_number(end);
    if (!number) return std::nullopt;
    range.end = *number;
  }
  return range;
}

}  // namespace

Result<Range> Range::parse(std::string_view text) {
  const auto range = read_range(text);
  const std::string quoted = "`" + for_terminal(text) + "`";
  if (!range)
    return Error{Error::Kind::Usage, quoted + " is no range", "write it like 10, 10:, ~:10, 10:20 or @10:20"};
  if (range->start > range->end)
    return Error{Error::Kind::Usage, "the range " + quoted + " ends before it starts",
                 "a range below zero is written ~:-1 or -10:-1"};
  return *range;
}

bool Range::alerts(double value) const {
  return !std::isnan(value) && contains(value) == alert_inside;
}

bool looks_like_range(std::string_view text) {
  return read_range(text).has_value();
}

Status Thresholds::status(double value) const {
  if (std::isnan(value)) return Status::Unknown;
  if (critical && critical->alerts(value)) return Status::Critical;
  if (warning && warning->alerts(value)) return Status::Warning;
  return Status::Ok;
}

}  // namespace balm::nagios
