// What `balm states run` prints: a line per host, or the plan of a dry run.
#pragma once

#include <string>
#include <vector>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// "web1   ok       1.1s   2 steps, 1 change"; steps that failed stand below.
std::string run_line(const Value& part, const Screen& screen);

// Hosts with equal plans together, their steps once.
std::string plan_text(const ValueList& parts, const Screen& screen);

}  // namespace balm::cli
