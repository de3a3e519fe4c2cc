// Whether a file is all there. Copies break off in the middle, and YAML does not mind: the first half of a
// list of hosts, of a command or of a guard is valid, too.
#pragma once

#include <optional>
#include <string_view>

#include "common/issue.h"

namespace balm {

// E226 when the last line has no end: every editor and every generator of text writes one, a copy that broke
// off hardly ever does. An empty text is whole here; whether a file may be empty is for its reader to say.
std::optional<Issue> find_cut(std::string_view text, std::string_view source);

}  // namespace balm
