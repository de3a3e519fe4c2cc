// Every bound of the system in one place. Reaching one is a designed, tested event with a reason, never an
// accident. Sizes in bytes unless the name says otherwise.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace balm::limits {

using namespace std::chrono_literals;

// --- texts and files people write
inline constexpr std::size_t kIdBytesMax = 64;
inline constexpr std::size_t kFileBytesMax = 1024 * 1024;
inline constexpr std::size_t kYamlDepthMax = 32;
inline constexpr std::size_t kYamlNodesMax = 50'000;
inline constexpr std::size_t kIssuesMax = 200;  // more are counted, not listed

// --- expressions
inline constexpr std::size_t kExpressionBytesMax = 64 * 1024;
inline constexpr std::size_t kExpressionDepthMax = 250;      // nesting of the syntax tree
inline constexpr std::size_t kExpressionStepsMax = 200'000;  // evaluation steps before "too expensive"
inline constexpr std::size_t kExpressionResultMax =
    1'000'000;  // elements in a result, those within elements too
inline constexpr std::size_t kPatternBytesMax = 4 * 1024;
inline constexpr std::size_t kValueBytesMax = 1024 * 1024;  // one string made by an expression

// --- wire
inline constexpr std::size_t kFrameBytesMax = 1024 * 1024;
inline constexpr std::size_t kJsonDepthMax = 32;
inline constexpr std::size_t kEventBytesMax = 32 * 1024;
inline constexpr std::size_t kEventsPerMessageMax = 256;
inline constexpr std::size_t kEventsInFlightMax = 1024;
inline constexpr std::size_t kEventTypeBytesMax = 128;
inline constexpr std::size_t kInstanceBytesMax = 256;
inline constexpr std::size_t kLabelsMax = 64;
inline constexpr std::size_t kLabelBytesMax = 1024;         // of a key or a value
inline constexpr std::size_t kTokenBytesMax = 128;          // boot ids, stamps, cluster ids, versions, verbs
inline constexpr std::size_t kSentenceBytesMax = 4 * 1024;  // reasons, comments, hints
inline constexpr std::size_t kOpenAttemptsMax = 1'000;
inline constexpr std::size_t kStateFilesMax = 256;  // a state and everything it includes
inline constexpr std::size_t kStandingsPerMessageMax = 4'000;
inline constexpr std::size_t kCheckSetBytesMax = kFrameBytesMax / 2;  // checks handed down to one host
inline constexpr std::size_t kCheckFaultsMax = 100;                   // of a set that are told
inline constexpr std::size_t kCheckFaultBytesMax = 512;               // of the text of one
inline constexpr std::int64_t kTaskTtlMsMax = 3'600'000;              // 1 hour
inline constexpr std::int64_t kTaskTimeoutMsMax = 86'400'000;         // 24 hours
inline constexpr auto kHeartbeatEvery = 10s;
inline constexpr auto kLostAfter = 30s;
inline constexpr auto kAskAgainEvery = 10s;  // a question to an agent that got no answer
static_assert(kLostAfter >= 3 * kHeartbeatEvery, "one lost packet must not look like a dead host");

// --- checks and tasks
inline constexpr std::size_t kOutputHeadBytes = 8 * 1024;  // kept of a program's output: head and tail
inline constexpr std::size_t kOutputTailBytes = 8 * 1024;
inline constexpr std::size_t kChecksPerAgentMax = 2'000;
inline constexpr std::size_t kChecksRunningMax = 16;
inline constexpr std::size_t kPerfdataMax = 256;
inline constexpr std::size_t kInstancesPerCheckMax = 64;  // results one run may be split into
inline constexpr std::uint32_t kConfirmMax = 1'000;       // results in a row that are counted
inline constexpr auto kKillGrace = 2s;                    // between TERM and KILL
inline constexpr auto kCauseHolds =
    2min;  // after a task, a check that fails on its next run may be its doing
inline constexpr std::size_t kStepsPerStateMax = 500;
inline constexpr int kRetryAttemptsMax = 1'000;
inline constexpr std::size_t kResultBytesMax = 256 * 1024;  // a state's results as stored and sent
static_assert(kResultBytesMax * 2 <= kFrameBytesMax, "a task result must fit into one frame");

// --- agent spool
inline constexpr std::uint64_t kSpoolEventsMax = 100'000;
inline constexpr std::uint64_t kSpoolBytesMax = 256ull * 1024 * 1024;

// --- master
inline constexpr std::size_t kAgentsMax = 20'000;
inline constexpr std::size_t kStrangerSourcesMax = 1'000;  // addresses whose unknown keys are counted
inline constexpr std::uint32_t kKnocksPerSourceMax = 20;   // unknown keys of one address that are heard ...
inline constexpr std::uint32_t kKnocksMax = 200;           // ... and of all addresses ...
inline constexpr auto kKnockWindow = 1min;                 // ... in this time
inline constexpr std::size_t kRulesMax = 50'000;
inline constexpr std::size_t kRungsMax = 16;
inline constexpr std::size_t kOpenIncidentsMax = 100'000;
inline constexpr std::uint32_t kAttemptsPerIncidentMax = 100;
inline constexpr std::size_t kOperatorReplyRowsMax = 1'000;

}  // namespace balm::limits
