#include "master/guard/verdict.h"

#include <array>

#include "common/invariant.h"

namespace balm::master {
namespace {

struct ReasonWords {
  Reason reason;
  std::string_view word;
  std::string_view sentence;
};

// In the order of the enum; a test walks the whole list.
constexpr std::array kReasons = {
    ReasonWords{Reason::NothingAgainst, "nothing_against", "nothing speaks against it"},
    ReasonWords{Reason::StorageBroken, "storage_broken",
                "the database cannot be written, and what cannot be recorded is not done"},
    ReasonWords{Reason::ClockWrong, "clock_wrong",
                "the master's clock stands before the day this Balm was made"},
    ReasonWords{Reason::Settling, "settling", "the master has just started and waits to hear from its hosts"},
    ReasonWords{Reason::Frozen, "frozen", "all healing is frozen by an operator"},
    ReasonWords{Reason::InMaintenance, "in_maintenance", "the host is in maintenance"},
    ReasonWords{Reason::ObserveOnly, "observe_only",
                "the rule only observes; this is what it would have done"},
    ReasonWords{Reason::NeedsApproval, "needs_approval", "the rule asks a person first"},
    ReasonWords{Reason::NotBadAnyMore, "not_bad_any_more", "the check is ok again"},
    ReasonWords{Reason::StateUnknown, "state_unknown", "nobody knows how the check stands now"},
    ReasonWords{Reason::HostAway, "host_away", "the host is not connected"},
    ReasonWords{Reason::AttemptsUsedUp, "attempts_used_up", "all attempts of this incident are used up"},
    ReasonWords{Reason::CoolingDown, "cooling_down", "the rule acted on this host a moment ago"},
    ReasonWords{Reason::RateReached, "rate_reached", "the rule has acted on this host too often"},
    ReasonWords{Reason::HostBusy, "host_busy", "another attempt is running on this host"},
    ReasonWords{Reason::OutcomeUnknown, "outcome_unknown",
                "an earlier attempt on this host has no known end"},
    ReasonWords{Reason::TooManyAtOnce, "too_many_at_once",
                "too many hosts of the group are down or being repaired"},
};

const ReasonWords& words(Reason reason) {
  const ReasonWords& entry = kReasons.at(static_cast<std::size_t>(reason));
  BALM_ASSERT(entry.reason == reason);
  return entry;
}

}  // namespace

std::string_view to_text(Reason reason) {
  return words(reason).word;
}
std::string_view sentence(Reason reason) {
  return words(reason).sentence;
}

std::string_view to_text(Verdict::Kind kind) {
  switch (kind) {
    case Verdict::Kind::Allow:
      return "allow";
    case Verdict::Kind::Defer:
      return "defer";
    case Verdict::Kind::Refuse:
      return "refuse";
  }
  return "refuse";
}

}  // namespace balm::master
