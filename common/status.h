// The four answers of a check, with the Nagios plugin numbers as their values.
#pragma once

#include <optional>
#include <string_view>

namespace balm {

enum class Status { Ok = 0, Warning = 1, Critical = 2, Unknown = 3 };

constexpr std::string_view to_text(Status status) {
  switch (status) {
    case Status::Ok:
      return "ok";
    case Status::Warning:
      return "warning";
    case Status::Critical:
      return "critical";
    case Status::Unknown:
      return "unknown";
  }
  return "unknown";
}

constexpr std::optional<Status> status_from_text(std::string_view text) {
  for (const Status status : {Status::Ok, Status::Warning, Status::Critical, Status::Unknown})
    if (to_text(status) == text) return status;
  return std::nullopt;
}

}  // namespace balm
