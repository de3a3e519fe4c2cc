#include "sim/shrink.h"

#include <algorithm>
#include <numeric>

namespace balm::sim {
namespace {

constexpr unsigned kRunsMax = 400;

class Shrinking {
 public:
  Shrinking(const RunOptions& options, const Runner& runner) : options_(options), runner_(runner) {}

  Shrunk run() {
    const RunPlan plan = plan_run(options_);
    if (options_.faults) kept_ = *options_.faults;
    if (!options_.faults) {
      kept_.resize(plan.faults.size());
      std::iota(kept_.begin(), kept_.end(), std::size_t{0});
    }
    promise_ = runner_(options_).breaches.at(0).promise;
    for (std::size_t part = std::max<std::size_t>(kept_.size() / 2, 1); part > 0; part /= 2)
      while (cut_parts(part)) {
      }
    return {kept_, runs_};
  }

 private:
  // Leaves out one part after the other. True: some part was not needed, and a smaller one may go now.
  bool cut_parts(std::size_t size) {
    bool smaller = false;
    for (std::size_t from = 0; from < kept_.size() && runs_ < kRunsMax;) {
      std::vector<std::size_t> less(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(from));
      const std::size_t to = std::min(from + size, kept_.size());
      less.insert(less.end(), kept_.begin() + static_cast<std::ptrdiff_t>(to), kept_.end());
      if (!still_breaks(less)) {
        from = to;
        continue;
      }
      kept_ = std::move(less);
      smaller = true;
    }
    return smaller;
  }

  bool still_breaks(const std::vector<std::size_t>& faults) {
    ++runs_;
    RunOptions fewer = options_;
    fewer.faults = faults;
    const RunOutcome outcome = runner_(fewer);
    return !outcome.breaches.empty() && outcome.breaches.front().promise == promise_;
  }

  RunOptions options_;
  const Runner& runner_;
  std::string promise_;
  std::vector<std::size_t> kept_;
  unsigned runs_ = 0;
};

}  // namespace

Shrunk shrink(const RunOptions& options, const Runner& runner) {
  return Shrinking(options, runner).run();
}

}  // namespace balm::sim
