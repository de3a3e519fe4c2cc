#include "sim/campaign.h"

#include <cstdio>
#include <cstdlib>
#include <chrono>

#include "sim/world.h"

namespace balm::sim {

int run_campaign(const std::vector<std::string>& words) {
  std::uint64_t seed = 1, seeds = 1;
  RunOptions options;
  bool trace = false;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    if (words[i] == "--seed") seed = std::stoull(words[i + 1]);
    if (words[i] == "--seeds") seeds = std::stoull(words[i + 1]);
    if (words[i] == "--hosts") options.hosts = std::stoull(words[i + 1]);
    if (words[i] == "--trace") trace = true;
  }
  if (trace) options.reader = [](const std::string& line) { std::puts(line.c_str()); };
  Reached reached;
  double simulated = 0;
  std::uint64_t deeds = 0;
  for (std::uint64_t s = seed; s < seed + seeds; ++s) {
    options.seed = s;
    const RunPlan plan = plan_run(options);
    const RunOutcome outcome = run(options);
    simulated += static_cast<double>(outcome.simulated / 1ms) / 1000;
    deeds += outcome.deeds;
    for (const auto& [point, count] : outcome.reached) reached[point] += count;
    std::printf("seed %lu %s hosts %zu faults %zu hash %016lx\n", s, std::string(to_text(plan.mode)).c_str(), plan.hosts, outcome.faults, outcome.hash);
    for (const Breach& breach : outcome.breaches) std::printf("  %s %s\n", breach.promise.c_str(), breach.text.c_str());
  }
  std::printf("%.0f s simulated, %lu deeds\n", simulated, deeds);
  for (const auto& [point, count] : reached) std::printf("  %8lu %s\n", count, point.c_str());
  return 0;
}

}  // namespace balm::sim
