// A second opinion on what a JSON text means: nlohmann/json, held to the limits of ours. Only tests ask it.
#pragma once

#include <string_view>

#include "common/result.h"
#include "common/value.h"

namespace balm::json {

Result<Value> read_again(std::string_view text);

}  // namespace balm::json
