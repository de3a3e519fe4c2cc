// An observation is one result of a check: what one run of the program said.
#pragma once

#include <cstdint>
#include <string>

#include "common/event.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/status.h"

namespace balm {

struct Observation {
  CheckName check;
  std::string instance;
  Status status = Status::Unknown;
  std::string output;       // first line
  std::string long_output;  // bounded by limits
  std::string
      trouble;  // why it is unknown when the program did not say so itself: "timed out after 30s", ...
  Metrics metrics;
  WallTime at;  // when the program ended
  std::int64_t took_us = 0;
};

// What an agent believes about one check now.
struct CheckStanding {
  CheckName check;
  std::string instance;
  Status status = Status::Unknown;  // hard
  bool known = false;               // false until the first confirmed result
  Observation latest;
  WallTime since;  // of the hard status
  std::uint64_t generation = 0;
  bool handed = false;  // the check was handed down by the master; else a file of the host defines it
};

}  // namespace balm
