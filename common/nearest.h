// "Did you mean ...?": the known name a mistyped one is nearest to.
// Distance: optimal string alignment (restricted Damerau-Levenshtein): insert, delete, change, swap
// neighbours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace balm {

// Number of single edits between the two, letters compared without case. Texts above 64 bytes count as far
// apart.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The most edits at which a name still counts as a misspelling of a text of that length: a third of it, at
// least one.
std::size_t edits_allowed(std::size_t length);

// The nearest of `known` (any range of strings), "" when none is near enough. Of equals the first one wins.
template <class Range>
std::string nearest_name(std::string_view typed, const Range& known) {
  std::string best;
  std::size_t best_distance = edits_allowed(typed.size()) + 1;
  for (const auto& name : known) {
    const std::size_t distance = edit_distance(typed, name);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = name;
  }
  return best;
}

// "did you mean `verify`?", or "".
template <class Range>
std::string did_you_mean(std::string_view typed, const Range& known) {
  const std::string name = nearest_name(typed, known);
  return name.empty() ? "" : "did you mean `" + name + "`?";
}

}  // namespace balm
