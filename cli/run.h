// One command line from its words to its exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/surroundings.h"

namespace balm::cli {

// `words` are those after the program's name. Never throws; what is wrong is said on stderr.
int run(const std::vector<std::string>& words, Surroundings& surroundings);

}  // namespace balm::cli
