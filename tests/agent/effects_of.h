// Picks the effects of one kind out of a list.
#pragma once

#include <vector>

#include "agent/effect.h"

namespace balm::agent {

template <class Kind>
std::vector<Kind> all_of_kind(const Effects& effects) {
  std::vector<Kind> found;
  for (const Effect& effect : effects)
    if (const auto* one = std::get_if<Kind>(&effect)) found.push_back(*one);
  return found;
}

// The messages of one kind that go to the master.
template <class Kind>
std::vector<Kind> sent(const Effects& effects) {
  std::vector<Kind> found;
  for (const SendToMaster& effect : all_of_kind<SendToMaster>(effects))
    if (const auto* one = std::get_if<Kind>(&effect.message)) found.push_back(*one);
  return found;
}

// The messages of one kind that go to the executor.
template <class Kind>
std::vector<Kind> ordered(const Effects& effects) {
  std::vector<Kind> found;
  for (const SendToExecutor& effect : all_of_kind<SendToExecutor>(effects))
    if (const auto* one = std::get_if<Kind>(&effect.message)) found.push_back(*one);
  return found;
}

// The moment `seconds` after a boot at noon.
inline Now at(double seconds) {
  const auto passed = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  return {Instant{passed}, WallTime::from_seconds(1'700'000'000) + passed};
}

}  // namespace balm::agent
