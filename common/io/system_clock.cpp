#include "common/io/system_clock.h"

#include <ctime>

namespace balm {
namespace {

Duration read_clock(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec);
}

}  // namespace

Now system_now() {
  return {{read_clock(CLOCK_BOOTTIME)}, {read_clock(CLOCK_REALTIME)}};
}

}  // namespace balm
