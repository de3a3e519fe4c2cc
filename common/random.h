// The one source of chance, handed in like the clock, so that equal seeds give equal runs.
// Algorithm: SplitMix64 (Steele, Lea, Flood 2014). Not for secrets: keys and nonces come from the kernel.
#pragma once

#include <cstdint>

#include "common/invariant.h"

namespace balm {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ull;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound). REQUIRES: bound > 0
  std::uint64_t below(std::uint64_t bound) {
    BALM_ASSERT(bound > 0);
    return next() % bound;
  }

  // Uniform in [0, 1).
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace balm
