// How every module function works: it looks at the host and makes a plan. The plan says what would change;
// carrying it out is a separate thing that a test run never touches. So what a test says and what a run does
// cannot drift apart.
#pragma once

#include <functional>
#include <string>

#include "agent/io/modules/host_settings.h"
#include "agent/world.h"

namespace balm::agent::modules {

struct Plan {
  ModuleReport report;                // how things are, or what would change (result null)
  std::function<ModuleReport()> act;  // empty: there is nothing to do, `report` is the answer
};

// REQUIRES: the call outlives the plan. Reads only.
using PlanFunction = Plan (*)(const ModuleCall& call, const HostSettings& host);

// Answers without anything to do.
Plan done(std::string comment);
Plan failed(std::string comment);
ModuleReport success(std::string comment, Value changes = Value(ValueMap{}));
ModuleReport failure(std::string comment);

// A plan that would change `changes`.
Plan would(std::string comment, Value changes, std::function<ModuleReport()> act);

}  // namespace balm::agent::modules
