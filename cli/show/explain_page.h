// Why Balm did, or did not, act on an event: every rule, every condition with its values, every guard.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// Takes the data of `explain`.
std::string explain_page(const Value& data, const Screen& screen);

}  // namespace balm::cli
