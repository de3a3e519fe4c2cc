// Guards about what people and the master itself have said: storage, clock, freeze, maintenance, mode,
// attempts, settling.
#include <algorithm>

#include "common/limits.h"
#include "common/value_text.h"
#include "common/version.h"
#include "master/guard/guards.h"

namespace balm::master::guards {
namespace {

constexpr Duration kLookAtClockAgain = 1min;

}  // namespace

Verdict storage(const Proposal&, const Facts& facts) {
  return facts.storage_ok ? Verdict::allow() : Verdict::defer(Reason::StorageBroken);
}

// Maintenance, retention and the history would all be wrong. A clock that is set right while the master runs
// is noticed within a minute.
Verdict clock(const Proposal&, const Facts& facts) {
  if (facts.now.wall >= kEarliestTime) return Verdict::allow();
  return Verdict::defer(Reason::ClockWrong, "", facts.now.instant + kLookAtClockAgain);
}

Verdict freeze(const Proposal&, const Facts& facts) {
  if (!facts.freeze.frozen) return Verdict::allow();
  return Verdict::defer(Reason::Frozen, "by " + facts.freeze.by + ": " + facts.freeze.reason);
}

Verdict maintenance(const Proposal& proposal, const Facts& facts) {
  const auto row = facts.maintenance.find(proposal.incident.host);
  if (row == facts.maintenance.end() || row->second.until <= facts.now.wall) return Verdict::allow();
  const Duration left = row->second.until - facts.now.wall;
  return Verdict::defer(Reason::InMaintenance,
                        "until " + moment_text(Value(row->second.until).as_moment()) + " by " +
                            row->second.by + ": " + row->second.reason,
                        facts.now.instant + left);
}

Verdict mode(const Proposal& proposal, const Facts&) {
  switch (proposal.rule.mode) {
    case RuleMode::Observe:
      return Verdict::refuse(Reason::ObserveOnly);
    case RuleMode::Ask:
      if (proposal.incident.approved) return Verdict::allow("approved");
      return Verdict::refuse(Reason::NeedsApproval);
    case RuleMode::Act:
      return Verdict::allow();
  }
  return Verdict::refuse(Reason::ObserveOnly);
}

Verdict attempts_left(const Proposal& proposal, const Facts&) {
  const auto most = std::max<std::uint32_t>(proposal.rule.guard.attempts,
                                            static_cast<std::uint32_t>(proposal.rule.ladder.size()));
  const std::uint32_t used = proposal.incident.attempts - proposal.incident.declined;
  const std::string counter = std::to_string(used) + " of " + std::to_string(most);
  const bool room = proposal.incident.attempts < limits::kAttemptsPerIncidentMax;
  if (room && (proposal.incident.approved || used < most)) return Verdict::allow(counter);
  return Verdict::refuse(Reason::AttemptsUsedUp, counter);
}

Verdict settle(const Proposal&, const Facts& facts) {
  if (facts.settled) return Verdict::allow();
  return Verdict::defer(Reason::Settling, "", facts.settled_at);
}

}  // namespace balm::master::guards
