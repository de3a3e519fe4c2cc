// What goes wrong in a run, as a list that is drawn before it begins: so a run can be repeated with a part of
// its faults, and shrunk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/instant.h"
#include "common/random.h"

namespace balm::sim {

struct Fault {
  std::size_t kind = 0;    // place in fault_kinds()
  Duration at{};           // when it begins
  Duration length{};       // how long it lasts, where that means something
  std::size_t host = 0;    // which host, by its number
  std::uint64_t draw = 0;  // chance of its own, for everything else
};

enum class Mode {
  Safety,    // faults all the time
  Liveness,  // faults end, and then everything must come to rest
  Torture,   // one kind of fault without mercy, then rest
};

struct FaultKind {
  std::string_view name;
  unsigned per_hour;  // how many a calm run sees
  Duration longest;
};
const std::vector<FaultKind>& fault_kinds();

struct FaultPlan {
  Mode mode = Mode::Safety;
  std::size_t hosts = 0;
  Duration until{};  // the last fault
};
std::vector<Fault> draw_faults(const FaultPlan& plan, Random random);

std::string to_text(const Fault& fault);

}  // namespace balm::sim
