// Checks that are handed down: every host gets those whose `hosts` selects it, and runs them as if they stood
// in its own folder. Only differences travel: a host says in every greeting and heartbeat which set it has
// (a hash); when that is not what it should have, the whole set is sent, again and again until it is.
#pragma once

#include <string>
#include <vector>

#include "common/message.h"
#include "master/state.h"

namespace balm::master::check_sets {

// What the host should have, in order of the checks' names.
CheckSet wanted(const Configuration& config, const HostRow& host);

// The host said which set it has: in a greeting, in a heartbeat, or because it has just taken one.
void greeted(const Turn& turn, Host& host, const Hello& hello);
void heard(const Turn& turn, Host& host, const std::string& has);
void taken(const Turn& turn, const HostName& from, const CheckSetTaken& taken);

}  // namespace balm::master::check_sets
