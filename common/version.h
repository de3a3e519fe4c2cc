// The version of this build; the same for all programs.
#pragma once

#include <string_view>

namespace balm {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace balm
