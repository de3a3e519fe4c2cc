#include "sim/shrink.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace balm::sim {
namespace {

bool has(const std::vector<std::size_t>& faults, std::size_t fault) {
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

// A run of so many faults of which these few together break a promise; others alone break another one.
class Play {
 public:
  explicit Play(std::vector<std::size_t> enough) : enough_(std::move(enough)) {}

  RunOutcome operator()(const RunOptions& options) const {
    const auto happens = [&](std::size_t fault) { return !options.faults || has(*options.faults, fault); };
    RunOutcome outcome;
    if (std::all_of(enough_.begin(), enough_.end(), happens))
      outcome.breaches.push_back({"I3", "twice"});
    else if (!happens(0))
      outcome.breaches.push_back({"I7", "too many"});
    return outcome;
  }

 private:
  std::vector<std::size_t> enough_;
};

RunOptions torture() {
  RunOptions options;
  options.seed = 3;
  options.mode = Mode::Torture;
  return options;
}

TEST(Shrink, FindsTheFaultsThatAreEnough) {
  const std::size_t all = plan_run(torture()).faults.size();
  ASSERT_GT(all, 10u);
  const std::vector<std::vector<std::size_t>> cases = {{0}, {all - 1}, {2, all / 2, all - 2}, {4, 5, 6, 7}};
  for (const std::vector<std::size_t>& enough : cases) {
    const Shrunk shrunk = shrink(torture(), Play(enough));
    EXPECT_EQ(shrunk.faults, enough);
    EXPECT_LT(shrunk.runs, 400u);
  }
}

TEST(Shrink, ARunThatBreaksWithoutAnyFaultNeedsNone) {
  EXPECT_TRUE(shrink(torture(), Play({})).faults.empty());
}

TEST(Shrink, BeginsWithTheFaultsItIsGiven) {
  RunOptions options = torture();
  options.faults = {{1, 3, 5, 7, 9}};
  EXPECT_EQ(shrink(options, Play({3, 9})).faults, (std::vector<std::size_t>{3, 9}));
}

}  // namespace
}  // namespace balm::sim
