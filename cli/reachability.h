// Why a master cannot be reached: a plain TCP connection is tried and what becomes of it is told.
#pragma once

#include <string>

namespace balm::cli {

struct Reachability {
  std::string short_reason;  // "connection refused"; empty: the port answers, so the fault is elsewhere
  std::string why;
};

// `endpoint` is tcp://HOST:PORT. Takes at most a second, and as long as the resolver does.
Reachability look_at(const std::string& endpoint);

}  // namespace balm::cli
