// Whether two numbered events are the same one, told without the events themselves: by what never changes on
// its way from the agent's spool to the master. Part of the protocol (Standing), so the mixture stays as it
// is.
#pragma once

#include <cstdint>

#include "common/event.h"

namespace balm {

// Never 0. CRC-32C over number, type, check, instance, status and time.
std::uint64_t event_digest(const Event& event);

}  // namespace balm
