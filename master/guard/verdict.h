// What a guard answers: allow, defer or refuse, and always why. The reasons are a closed list; they are
// stored, shown by `balm explain` and asserted by tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/instant.h"

namespace balm::master {

enum class Reason {
  NothingAgainst,
  StorageBroken,  // what cannot be recorded is not done
  ClockWrong,     // nothing that counts in time can be trusted
  Settling,       // just started: first see the world
  Frozen,
  InMaintenance,
  ObserveOnly,
  NeedsApproval,
  NotBadAnyMore,
  StateUnknown,  // no act on ignorance
  HostAway,
  AttemptsUsedUp,
  CoolingDown,
  RateReached,
  HostBusy,
  OutcomeUnknown,  // an earlier attempt there has no known end
  TooManyAtOnce,
};

std::string_view to_text(Reason reason);   // "cooling_down"
std::string_view sentence(Reason reason);  // "the same remedy ran here a moment ago"

struct Verdict {
  enum class Kind { Allow, Defer, Refuse };
  Kind kind = Kind::Allow;
  Reason reason = Reason::NothingAgainst;
  std::string counter;               // the guard's numbers for people: "2 of 3 per 1h"
  std::optional<Instant> ask_again;  // Defer: when it may change by time alone; unset: when something happens

  static Verdict allow(std::string counter = "") {
    return {Kind::Allow, Reason::NothingAgainst, std::move(counter), {}};
  }
  static Verdict defer(Reason why, std::string counter = "", std::optional<Instant> until = {}) {
    return {Kind::Defer, why, std::move(counter), until};
  }
  static Verdict refuse(Reason why, std::string counter = "") {
    return {Kind::Refuse, why, std::move(counter), {}};
  }
};

std::string_view to_text(Verdict::Kind kind);  // "allow", "defer", "refuse"

// One guard's answer, kept for explanations.
struct GuardAnswer {
  std::string_view guard;  // name in the chain
  Verdict verdict;
};

}  // namespace balm::master
