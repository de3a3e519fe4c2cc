// One simulated world: a master, hosts, the network between them, people, and what goes wrong. The same seed
// gives the same run, byte for byte.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/fault.h"
#include "sim/host_node.h"
#include "sim/judge/court.h"
#include "sim/master_node.h"
#include "sim/mischief.h"
#include "sim/network.h"
#include "sim/rarities.h"
#include "sim/stage.h"
#include "sim/trace.h"

namespace balm::sim {

struct RunOptions {
  std::uint64_t seed = 1;
  std::optional<Mode> mode;  // otherwise the seed decides
  std::size_t hosts = 0;     // 0: the seed decides
  Duration length{};         // of the time with faults; 0: as the mode wants it
  // Only these faults of the list happen; otherwise all.
  std::optional<std::vector<std::size_t>> faults;
  Trace::Reader reader;
};

struct RunOutcome {
  std::vector<Breach> breaches;  // none: all promises were kept
  std::uint64_t hash = 0;
  Duration simulated{};
  std::uint64_t deeds = 0;
  std::size_t hosts = 0;
  std::size_t faults = 0;  // in the list
  Reached reached;
};

// How the run of these options will go, before it begins.
struct RunPlan {
  Mode mode = Mode::Safety;
  std::size_t hosts = 0;
  Duration length{};  // with faults
  Duration rest{};    // without
  std::vector<Fault> faults;
};
RunPlan plan_run(const RunOptions& options);

RunOutcome run(const RunOptions& options);

std::string_view to_text(Mode mode);

}  // namespace balm::sim
