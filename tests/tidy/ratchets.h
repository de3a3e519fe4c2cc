// How much of what we do not want there may still be. Numbers may be tightened in a commit, never loosened.
#pragma once

#include <cstddef>

namespace balm::tidy::ratchets {

// The rules.
inline constexpr int kFileLinesMax = 400;
inline constexpr int kFunctionLinesMax = 60;
inline constexpr int kParametersMax = 4;
inline constexpr int kDepthMax = 3;                // blocks inside blocks inside a function's body
inline constexpr double kShortFunctionsMin = 0.9;  // share of functions of at most kShortFunctionLines
inline constexpr int kShortFunctionLines = 30;

// What still breaks them; the aim is in brackets.
inline constexpr std::size_t kLongFilesMax = 0;           // [0]
inline constexpr std::size_t kLongFunctionsMax = 0;       // [0]
inline constexpr std::size_t kGreedyFunctionsMax = 0;     // [0] functions with more than kParametersMax
inline constexpr std::size_t kDeepFunctionsMax = 0;       // [0] functions nested deeper than kDepthMax
inline constexpr std::size_t kBadNamesMax = 0;            // [0] files named with a banned word
inline constexpr std::size_t kUnexplainedSharingMax = 0;  // [0]
inline constexpr double kFilesWithTestMin = 0.9;          // [0.9] share of pure .cpp files that have a test
inline constexpr std::size_t kDeadLinksMax = 0;           // [0] links in pages to what is not there
inline constexpr std::size_t kUnusedLimitsMax = 0;        // [0] constants in limits.h that nothing uses

}  // namespace balm::tidy::ratchets
