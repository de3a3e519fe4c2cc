// The switch of planted bugs. Included only by sources that balm-plant writes and by the gate that runs them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace balm {

// Which bug is awake, by its number from 1; 0: none. A plain variable, because the copies of the judged
// sources must need nothing else.
extern std::size_t planted;

const std::vector<std::string>& plant_names();

}  // namespace balm
