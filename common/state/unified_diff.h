// What changed in a text, as lines: the unified format of diff(1), three lines of context, without file
// names. Algorithm: E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
#pragma once

#include <string>
#include <string_view>

namespace balm {

// "" when the texts are equal. Linear in the texts while they are alike; texts that differ in more than some
// thousand lines are shown as one removed and one added block. A last line without line end is marked as diff
// does.
std::string unified_diff(std::string_view before, std::string_view after);

}  // namespace balm
