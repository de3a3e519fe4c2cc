// What the master hears of a check: a hard change as an event, and the results of a run it asked for. Both
// small enough for what they travel in.
#pragma once

#include "agent/check_book.h"
#include "common/event.h"

namespace balm::agent {

// Small enough to be stored and sent (limits::kEventBytesMax): long texts give way, then the
// numbers.
Event make_event(const Change& change);

// The results of one run, with texts short enough for one message.
std::vector<Observation> fit_report(std::vector<Observation> observations);

}  // namespace balm::agent
