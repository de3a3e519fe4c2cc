// Many seeds one after the other, as `balm-sim` and `./dev sim` run them.
#pragma once

#include <string>
#include <vector>

namespace balm::sim {

// The exit code of the program: 0 all promises were kept, 1 one was broken, 2 the words make no sense.
int run_campaign(const std::vector<std::string>& words);

}  // namespace balm::sim
