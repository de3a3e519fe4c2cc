// Events arriving from agents: each stored exactly once by its place in its spool, then matched, then
// acknowledged.
#pragma once

#include "common/message.h"
#include "master/state.h"

namespace balm::master::intake {

// A batch from a host. Duplicates are acknowledged again, a gap is answered with the place to go on from.
void batch(const Turn& turn, const HostName& from, EventBatch batch);

// An event the master made itself or was sent by an operator: stored and matched. Returns its id.
EventId own_event(const Turn& turn, Event event);

}  // namespace balm::master::intake
