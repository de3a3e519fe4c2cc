#include "sim/fault.h"

#include <algorithm>

#include "common/duration_text.h"
#include "sim/stage.h"

namespace balm::sim {

// In the order of kDeeds in sim/mischief.cpp.
const std::vector<FaultKind>& fault_kinds() {
  static const std::vector<FaultKind> all = {
      {"illness", 40, 0s},
      {"epidemic", 1, 0s},
      {"loss", 6, 90s},
      {"repeat", 6, 120s},
      {"jitter", 6, 120s},
      {"delay", 3, 100s},
      {"cut", 4, 150s},
      {"cut_up", 3, 150s},
      {"cut_down", 3, 90s},
      {"reset", 6, 0s},
      {"crash_master", 4, 40s},
      {"crash_commit", 3, 20s},
      {"power_master", 2, 60s},
      {"crash_agent", 8, 0s},
      {"crash_executor", 8, 15s},
      {"power_host", 5, 60s},
      {"freeze_master", 3, 80s},
      {"freeze_agent", 4, 90s},
      {"freeze_executor", 4, 90s},
      {"freeze_machine", 3, 150s},
      {"clock_master", 1, 0s},
      {"clock_host", 3, 0s},
      {"master_disk_full", 2, 30s},
      {"master_sync", 2, 5s},
      {"journal_full", 3, 40s},
      {"journal_sync", 2, 5s},
      {"spool_fails", 2, 3s},
      {"no_room", 3, 60s},
      {"no_fork", 2, 40s},
      {"lie", 6, 0s},
      {"freeze_healing", 2, 100s},
      {"maintenance", 4, 200s},
      {"ack", 2, 0s},
      {"retry", 4, 0s},
      {"close", 2, 0s},
      {"run_state", 3, 0s},
      {"send_event", 2, 0s},
      {"reload", 3, 0s},
      {"broken_rules", 1, 0s},
      {"pages_fail", 2, 60s},
      {"run_check", 2, 0s},
      {"set_back_host", 2, 600s},
      {"override_unknown", 6, 0s},
  };
  return all;
}

namespace {

// Each seed has its own taste: some kinds not at all, some often.
unsigned rate_of(const FaultKind& kind, Random& random) {
  constexpr unsigned kTastes[] = {0, 1, 1, 2, 4};
  return kind.per_hour * kTastes[random.below(std::size(kTastes))];
}

Fault draw(std::size_t kind, const FaultPlan& plan, Random& random) {
  Fault fault;
  fault.kind = kind;
  fault.at = between(random, 30s, plan.until);
  const Duration longest = fault_kinds()[kind].longest;
  fault.length = longest == 0s ? Duration(0s) : between(random, 1ms, longest);
  fault.host = random.below(plan.hosts);
  fault.draw = random.next();
  return fault;
}

}  // namespace

std::vector<Fault> draw_faults(const FaultPlan& plan, Random random) {
  std::vector<Fault> faults;
  const std::size_t tortured = 2 + random.below(fault_kinds().size() - 2);
  for (std::size_t kind = 0; kind < fault_kinds().size(); ++kind) {
    const FaultKind& one = fault_kinds()[kind];
    unsigned rate = rate_of(one, random);
    if (plan.mode == Mode::Torture) rate = kind == tortured ? 60 + 4 * one.per_hour : kind == 0 ? 60 : 0;
    const double expected = rate * static_cast<double>(plan.until / 1s) / 3600.0;
    const auto count = static_cast<std::size_t>(expected + random.unit());
    for (std::size_t i = 0; i < count; ++i) faults.push_back(draw(kind, plan, random));
  }
  std::sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.at < b.at; });
  return faults;
}

std::string to_text(const Fault& fault) {
  const FaultKind& kind = fault_kinds()[fault.kind];
  std::string text = duration_text(std::chrono::milliseconds(fault.at / 1ms)) + " " + std::string(kind.name) +
                     " host " + std::to_string(fault.host);
  if (fault.length > 0s) text += " for " + duration_text(std::chrono::milliseconds(fault.length / 1ms));
  return text;
}

}  // namespace balm::sim
