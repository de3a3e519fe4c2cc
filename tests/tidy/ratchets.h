// How much of what we do not want there may still be. Numbers may be lowered in a commit, never raised.
#pragma once

#include <cstddef>

namespace balm::tidy::ratchets {

inline constexpr int kFileLinesMax = 400;
inline constexpr int kFunctionLinesMax = 60;
inline constexpr int kParametersMax = 4;
inline constexpr int kDepthMax = 3;                // blocks inside blocks inside a function's body
inline constexpr double kShortFunctionsMin = 0.9;  // share of functions of at most kShortFunctionLines
inline constexpr int kShortFunctionLines = 30;
inline constexpr double kFilesWithTestMin =
    0.9;  // share of pure .cpp files with a test file of the same name
inline constexpr std::size_t kUnusedLimitsMax = 40;  // constants in limits.h that nothing uses yet

}  // namespace balm::tidy::ratchets
