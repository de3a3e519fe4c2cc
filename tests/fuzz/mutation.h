// Small damage to a text that a reader takes: bytes changed, cut out, doubled, moved, replaced by what is
// awkward. Deterministic, so that a seed that fails is a seed to debug.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/random.h"

namespace balm::fuzz {

// One to eight changes; never longer than the text, one of the `seeds` and 200 bytes together.
std::string mutated(std::string text, const std::vector<std::string>& seeds, Random& random);

}  // namespace balm::fuzz
