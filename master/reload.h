// What is bad already, and of which no event will tell any more: events tell of changes only. A rule that
// was not there when a check went bad would never hear of it, nor would any rule hear of a host whose disk
// was set back to a time in which it had told all there is to tell.
#pragma once

#include "master/state.h"

namespace balm::master::reload {

// Checks that are bad, and that a rule new or changed since `before` wants and has no open incident for, are
// said once more, as an event of the master's own. Rules that read as before are not asked again: what was
// decided, or closed by hand, stays so. REQUIRES: state.config is the new one.
void look_again(const Turn& turn, const Configuration& before);

// The same for one check that has run again on a host that was set back, and for all rules.
void look_again_at(const Turn& turn, const HostName& host, const CheckStanding& standing);

}  // namespace balm::master::reload
