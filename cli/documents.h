// Pages of docs/ that `balm` carries with it; written into the program when it is built.
#pragma once

#include <string_view>

namespace balm::cli {

std::string_view errors_document();  // docs/ERRORS.md; empty when there is none

}  // namespace balm::cli
