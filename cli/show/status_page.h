// `balm`: is it on fire, and do I have to get up?
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

std::string status_page(const Value& data, const Screen& screen);

}  // namespace balm::cli
