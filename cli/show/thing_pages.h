// Pages of single things: a host, a key, a state, a rule.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

std::string host_page(const Value& data, const Screen& screen);
std::string key_page(const Value& data, const Screen& screen);
std::string state_page(const Value& data, const Screen& screen);
std::string rule_page(const Value& data, const Screen& screen);

// "until 05:14: CHG-1182 (dana)", "" for null.
std::string maintenance_text(const Value& maintenance, const Screen& screen);

}  // namespace balm::cli
