// Makes a broken run smaller: which of its faults are enough to break the same promise. Algorithm: delta
// debugging (Zeller, Hildebrandt 2002), by halves.
#pragma once

#include <functional>
#include <vector>

#include "sim/world.h"

namespace balm::sim {

struct Shrunk {
  std::vector<std::size_t> faults;  // numbers in the run's list
  unsigned runs = 0;                // that it took
};

using Runner = std::function<RunOutcome(const RunOptions&)>;

// REQUIRES: a run of `options` breaks a promise.
Shrunk shrink(const RunOptions& options, const Runner& runner = run);

}  // namespace balm::sim
