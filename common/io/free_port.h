// A port on loopback for programs that are started beside each other: demo, bench.
#pragma once

#include "common/result.h"

namespace balm {

// A TCP port of 127.0.0.1 that was free a moment ago. Errors: Io.
Result<int> free_port();

}  // namespace balm
