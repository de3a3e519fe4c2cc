#include "common/io/system_clock.h"

#include <ctime>

#include "common/invariant.h"

namespace balm {
namespace {

Duration read_clock(clockid_t clock) {
  timespec time{};
  BALM_ASSERT(clock_gettime(clock, &time) == 0);  // cannot fail for these clocks
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Now system_now() {
  return {Instant{read_clock(CLOCK_BOOTTIME)}, WallTime{read_clock(CLOCK_REALTIME)}};
}

}  // namespace balm
