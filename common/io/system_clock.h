// The only place that asks the operating system for the time. The steady reading is the boot clock, which
// counts the time a machine sleeps: what was decided before a suspend is old after it.
#pragma once

#include "common/instant.h"

namespace balm {

Now system_now();

}  // namespace balm
