// Incidents and attempts as people and programs get to see them (docs/OPERATOR.md).
#pragma once

#include "common/value.h"
#include "master/row.h"

namespace balm::master {

Value incident_view(const IncidentRow& row);
Value attempt_view(const AttemptRow& row);

}  // namespace balm::master
