// The words of `balm-sim`'s command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"
#include "sim/world.h"

namespace balm::sim {

struct Words {
  std::uint64_t seed = 1;
  std::uint64_t seeds = 1;
  RunOptions run;       // what every run has in common
  bool trace = false;   // print everything that happens
  bool shrink = false;  // of a broken run, find the faults that are enough
  bool go_on = false;   // after a broken run
  bool points = false;  // list the rare situations and how often each was reached
  bool hashes = false;  // print the hash of each run
  bool help = false;
};

// Errors: Usage.
Result<Words> read_words(const std::vector<std::string>& words);
std::string_view usage();

// The command that repeats a run.
std::string reproduction(const RunOptions& options);

}  // namespace balm::sim
