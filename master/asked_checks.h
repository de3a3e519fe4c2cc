// Checks that are to be run now, for operators and for verifications: one question a host, sent again until
// it is answered, answers as they come, an end in any case.
#pragma once

#include "common/message.h"
#include "master/state.h"

namespace balm::master::asked_checks {

// Asks the host; the number of the question. Its time to be sent again is given here.
std::uint64_t ask(const Turn& turn, CheckAsked question);

// An agent answered a question of an operator. REQUIRES: the request is known and has no incident.
void report(const Turn& turn, const HostName& from, const CheckReport& report);

// Questions whose time is up are answered as unanswered; others may have been lost on the way.
void tick(const Turn& turn);
std::optional<Instant> next_deadline(const State& state);

// Tells the client the last word when no question of its request is open any more.
void finish_if_last(const Turn& turn, std::uint64_t client, std::uint64_t client_request);

}  // namespace balm::master::asked_checks
