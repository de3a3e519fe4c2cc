// From the checks people wrote to the plan of this host: which of them are meant for it, and when each is
// due.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agent/check_scheduler.h"
#include "common/document/check_document.h"
#include "common/labels.h"
#include "common/zone.h"

namespace balm::agent {

struct HostFacts {
  HostName name;  // as it calls itself; decides only when checks run, never who speaks
  Labels labels;
};

// Whether a check is switched on and meant for this host.
bool concerns(const CheckDocument& check, const HostFacts& host);

// When it is due. `fresh`: nothing is known about it yet, so it runs soon, without all of them running at
// once. An unknown time zone is read as UTC; loading refuses it long before.
PlannedCheck plan_check(const CheckDocument& check, const HostFacts& host, const ZoneSource* zones,
                        const Now* fresh);

}  // namespace balm::agent
