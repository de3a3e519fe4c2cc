// A state run by a person over some hosts: a few at once, each an attempt like any other, told about as they
// end.
#pragma once

#include "master/dispatch.h"
#include "master/state.h"

namespace balm::master::operator_runs {

// Starts as many hosts as the run allows; hosts that cannot be started now are reported and skipped.
void go_on(const Turn& turn, IncidentId run);

// An attempt ended; true when it belonged to a run.
bool attempt_ended(const Turn& turn, const dispatch::End& end);

// The client has gone: the run goes on, nobody is told.
void client_left(const Turn& turn, std::uint64_t client);

}  // namespace balm::master::operator_runs
