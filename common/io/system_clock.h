// The one place that asks for the time.
#pragma once

#include "common/instant.h"

namespace balm {

// The boot clock (counts suspend) and the wall clock, read one after the other.
Now system_now();

}  // namespace balm
