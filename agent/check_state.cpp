#include "agent/check_state.h"

#include <algorithm>

#include "common/invariant.h"
#include "common/limits.h"

namespace balm::agent {
namespace {

void count(std::uint32_t& row, bool continues) {
  row = continues ? std::min(row + 1, limits::kConfirmMax) : 0;
}

void count_rows(CheckState& state, Status seen) {
  count(state.unknown, seen == Status::Unknown);
  if (seen == Status::Unknown) return;
  count(state.critical, seen == Status::Critical);
  count(state.at_least_warning, seen != Status::Ok);
  count(state.at_most_warning, seen != Status::Critical);
  count(state.ok, seen == Status::Ok);
}

// The status the rows prove, seen from what was certain before.
Status proven(const CheckState& state, const ConfirmPolicy& policy) {
  if (state.unknown >= policy.fail) return Status::Unknown;
  if (state.unknown > 0) return state.status;
  if (state.critical >= policy.fail) return Status::Critical;
  const bool was_critical = state.certain == Status::Critical;
  if (state.ok >= policy.ok) return Status::Ok;
  if (was_critical && state.at_most_warning >= policy.ok) return Status::Warning;
  if (!was_critical && state.at_least_warning >= policy.fail) return Status::Warning;
  return state.status;
}

}  // namespace

CheckStep advance(const CheckState& before, Status seen, const ConfirmPolicy& policy, WallTime at) {
  BALM_ASSERT(policy.fail >= 1 && policy.ok >= 1);
  CheckStep step{before, std::nullopt};
  CheckState& next = step.next;
  count_rows(next, seen);
  const Status now = proven(next, policy);
  const bool first = !before.known && now != Status::Unknown;
  const bool first_blind = !before.known && next.unknown >= policy.fail;
  if (!first && !first_blind && now == before.status) return step;
  const bool was_bad = before.certain == Status::Warning || before.certain == Status::Critical;
  const bool is_bad = now == Status::Warning || now == Status::Critical;
  if (is_bad && !was_bad) ++next.generation;
  if (now == Status::Unknown)  // what was seen before the blindness proves nothing after it
    next.critical = next.at_least_warning = next.at_most_warning = next.ok = 0;
  else
    next.certain = now;
  next.known = true;
  next.status = now;
  next.since = at;
  step.transition = Transition{before.status, now};
  return step;
}

bool proven_anew(const CheckState& state, const ConfirmPolicy& policy) {
  if (state.status == Status::Critical) return state.critical >= policy.fail;
  return state.status == Status::Warning && state.at_least_warning >= policy.fail;
}

}  // namespace balm::agent
