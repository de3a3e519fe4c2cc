// Real daemons under load while they are killed with SIGKILL, one after the other, again and again; in the
// end everything is put right and the promises are checked (audit.h).
#pragma once

#include <cstdint>

#include "common/instant.h"

namespace balm::torture {

struct Options {
  std::uint64_t seed = 1;   // of what is killed and broken, and when; the daemons themselves have none
  Duration killing{10min};  // then a minute or two to come to rest
  std::size_t hosts = 3;    // 1 to 16
};

// Prints what happens, and the account. 0: every promise was kept; 1: one was broken; 3: it could not be run.
int torture(const Options& options);

}  // namespace balm::torture
