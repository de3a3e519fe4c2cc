// Bounds of the executor's journal, stamps and workers; the bounds shared with others are in common/limits.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "common/limits.h"

namespace balm::limits {

// Stamps remembered, in memory only: at one per heartbeat this bounds every ttl to somewhat above five
// minutes.
inline constexpr std::size_t kStampsKept = 32;

// Attempts kept after their end so that a repeated order gets its old answer. Dropping the oldest is safe:
// the fence still refuses them.
inline constexpr std::size_t kLedgerAttemptsMax = 2'000;
inline constexpr auto kLedgerKept = std::chrono::hours(24 * 30);
// Results nobody has acknowledged; above it no new task is taken, so that the journal stays small.
inline constexpr std::size_t kUnackedResultsMax = 32;

inline constexpr std::size_t kJournalRecordBytesMax = 2 * kResultBytesMax;
// The file grows by blocks of zeros, so that fdatasync of an append needs no change of metadata.
inline constexpr std::size_t kJournalBlockBytes = 1024 * 1024;
// Rewritten when it is longer than this and more than half of it is history.
inline constexpr std::size_t kJournalRewriteBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kJournalBytesMax = 256 * 1024 * 1024;

// Reading and compiling a state; a state that takes longer is refused.
inline constexpr auto kPrepareTimeMax = std::chrono::seconds(5);
// A cancelled task whose worker is gone: how often is looked whether anything else of it is left.
inline constexpr auto kLookAgain = std::chrono::milliseconds(50);
// After KILL, how long a process may take to vanish before it is called stuck.
inline constexpr auto kStuckAfter = std::chrono::seconds(10);
// When the executor is told to end: how long a running task may go on before it is cancelled, and how long
// all the rest may take.
inline constexpr auto kTaskStopGrace = std::chrono::seconds(20);
inline constexpr auto kStopTimeMax = std::chrono::seconds(35);
// A change in the folder of checks is read when nothing more has changed for this long.
inline constexpr auto kFolderSettles = std::chrono::milliseconds(200);

static_assert(kUnackedResultsMax * kResultBytesMax * 2 < kJournalBytesMax,
              "unacknowledged results fit into the journal");

}  // namespace balm::limits
