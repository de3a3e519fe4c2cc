// Pages of docs/ that `balm` carries with it; written into the program when it is built.
#pragma once

#include <string_view>

namespace balm::cli {

// Empty when there was none.
std::string_view errors_document();  // docs/ERRORS.md
std::string_view rules_document();   // docs/RULES.md

}  // namespace balm::cli
