// What the people of the simulated world have written: checks, rules, states; in several revisions.
#pragma once

#include <vector>

#include "common/document/check_document.h"
#include "master/configuration.h"
#include "sim/judge/limits.h"

namespace balm::sim {

// Built once; every run shares them.
const std::vector<master::ConfigurationPtr>& fleet_configurations();
const std::vector<CheckDocument>& fleet_checks();

// What the rules above allow, for the judges; taken from no code that reads rules.
std::vector<Bounds> fleet_bounds();

}  // namespace balm::sim
