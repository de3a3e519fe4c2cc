// What a new configuration means for what is bad already. Events tell of changes only, so a rule that was
// not there when a check went bad would never hear of it.
#pragma once

#include "master/state.h"

namespace balm::master::reload {

// Checks that are bad, and that a rule new or changed since `before` wants and has no open incident for, are
// said once more, as an event of the master's own. Rules that read as before are not asked again: what was
// decided, or closed by hand, stays so. REQUIRES: state.config is the new one.
void look_again(const Turn& turn, const Configuration& before);

}  // namespace balm::master::reload
