// What all parts of one simulated world share: time, chance, and the onlookers.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/hash.h"
#include "common/random.h"
#include "sim/fact.h"
#include "sim/timeline.h"

namespace balm::sim {

// Is told everything that can be seen from outside.
class Onlooker {
 public:
  virtual ~Onlooker() = default;
  virtual void see(const Fact& fact) = 0;
};

class Stage {
 public:
  Stage(std::uint64_t seed, Onlooker& onlooker) : seed_(seed), onlooker_(onlooker) {}

  Timeline time;

  void see(const Fact& fact) { onlooker_.see(fact); }

  // A stream of chance of its own for each part, so that what one part draws changes nothing for the others.
  Random random_for(std::string_view part) const { return Random(seed_ ^ stable_hash(part)); }
  std::uint64_t seed() const { return seed_; }

 private:
  std::uint64_t seed_;
  Onlooker& onlooker_;
};

// A uniform draw between two bounds.
inline Duration between(Random& random, Duration from, Duration to) {
  return from +
         Duration(static_cast<Duration::rep>(random.unit() * static_cast<double>((to - from).count())));
}

}  // namespace balm::sim
