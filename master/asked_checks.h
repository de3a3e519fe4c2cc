// Checks that operators asked to be run now: one question a host, answers as they come, an end in any case.
#pragma once

#include "common/message.h"
#include "master/state.h"

namespace balm::master::asked_checks {

// An agent answered a question of an operator. REQUIRES: the request is known and has no incident.
void report(const Turn& turn, const HostName& from, const CheckReport& report);

// Questions whose time is up are answered as unanswered.
void tick(const Turn& turn);
std::optional<Instant> next_deadline(const State& state);

// Tells the client the last word when no question of its request is open any more.
void finish_if_last(const Turn& turn, std::uint64_t client, std::uint64_t client_request);

}  // namespace balm::master::asked_checks
