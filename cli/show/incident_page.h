// The page an on-call person lives on: one incident, what was seen, tried and decided, and what to type now.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// Takes the data of `incidents.show`.
std::string incident_page(const Value& data, const Screen& screen);

}  // namespace balm::cli
