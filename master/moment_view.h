// A moment as answers carry it: milliseconds since 1970 UTC; null when there is none.
#pragma once

#include "common/instant.h"
#include "common/value.h"

namespace balm::master {

inline Value moment_view(WallTime at) {
  return at == WallTime{} ? Value() : Value(at.ms());
}

}  // namespace balm::master
