// The version of this build; the same for all programs.
#pragma once

#include <string_view>

#include "common/instant.h"

namespace balm {

inline constexpr std::string_view kVersion = "0.1.0";

// 2026-01-01T00:00:00Z: a clock that stands before this version was made is wrong.
inline constexpr WallTime kEarliestTime{std::chrono::seconds(1'767'225'600)};

}  // namespace balm
