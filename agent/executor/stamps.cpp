#include "agent/executor/stamps.h"

#include <utility>

#include "agent/executor/executor_limits.h"

namespace balm::executor {

void Stamps::issued(std::string stamp, Instant at) {
  issued_.push_back({std::move(stamp), at});
  if (issued_.size() > limits::kStampsKept) issued_.pop_front();
}

std::optional<Instant> Stamps::issued_at(std::string_view stamp) const {
  if (stamp.empty()) return std::nullopt;
  for (const Issued& each : issued_)
    if (each.stamp == stamp) return each.at;
  return std::nullopt;
}

std::string Stamps::newest() const {
  return issued_.empty() ? std::string() : issued_.back().stamp;
}

}  // namespace balm::executor
