// Runs a loop until something is so; a test that fails waits long, one that passes does not.
#pragma once

#include <functional>

#include "common/io/event_loop.h"
#include "common/io/system_clock.h"

namespace balm {

// False when it did not come to that. `each_turn` is for deadlines the loop does not know.
inline bool run_until(
    EventLoop& loop, const std::function<bool()>& reached, const std::function<void()>& each_turn = [] {}) {
  constexpr auto kPatience = 30s;
  const Instant end = system_now().instant + kPatience;
  while (!reached()) {
    if (system_now().instant > end) return false;
    loop.run_once(5ms);
    each_turn();
  }
  return true;
}

}  // namespace balm
