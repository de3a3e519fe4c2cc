// What the shell says about the spool: at the start, after a renewal, and when it was asked to read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "common/event.h"
#include "common/ids.h"

namespace balm::agent {

struct SpoolFacts {
  SpoolId id;
  std::uint64_t next_seq = 1;                // of the next event
  std::uint64_t acked = 0;                   // highest known to be acknowledged
  std::vector<std::uint32_t> waiting_bytes;  // sizes of the events acked + 1 ... next_seq - 1
  bool told_full = false;                    // the last word on it was that it is full
};

// What an event says about told_full; nothing, for most.
std::optional<bool> tells_full(const Event& event);

// Answer to ReadEvents.
struct EventsRead {
  std::uint64_t from = 1;
  std::vector<Event> events;  // consecutive, the first is `from`; empty: not kept any more
};

// Answer to RenewSpool.
struct SpoolRenewed {
  SpoolFacts facts;
};

}  // namespace balm::agent
