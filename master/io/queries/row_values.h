// Parts of rows as Values, the same in every answer.
#pragma once

#include <string>

#include "common/event.h"
#include "common/value.h"

namespace balm::master::queries {

Value to_value(const Labels& labels);
Value to_value(const Metrics& metrics);

// JSON that we have stored; null for what is none.
Value stored_json(const std::string& text);

}  // namespace balm::master::queries
