// The n-th waiting time of a retry: exponential with full jitter, so that a herd of agents spreads out.
#pragma once

#include <algorithm>

#include "common/instant.h"
#include "common/random.h"

namespace balm {

struct Backoff {
  Duration first = 500ms;
  Duration longest = 30s;

  // Waiting time before try `n` (0 = first retry): uniform between half of and the whole exponential step.
  Duration wait(unsigned n, Random& random) const {
    Duration step = first;
    for (unsigned i = 0; i < n && step < longest; ++i) step *= 2;
    step = std::min(step, longest);
    const auto half = step / 2;
    return half + Duration(static_cast<Duration::rep>(random.unit() * static_cast<double>(half.count())));
  }
};

}  // namespace balm
