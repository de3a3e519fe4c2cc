// What the agent believes about one result of one check, and how seeing changes it. A status is soft until
// enough results in a row confirm it, then hard; only hard changes become events.
//
// Severities are ok < warning < critical. A worse status is believed when the last `fail` results were all at
// least that bad, a better one when the last `ok` results were all at least that good. So critical, warning,
// critical with fail 2 is believed to be warning: that much is certain.
//
// Unknown is ignorance, neither better nor worse: it never completes nor interrupts a row of the others. When
// it lasts for `fail` results it is believed itself, so that people learn of a blind check; what was known
// before it is kept beside.
#pragma once

#include <cstdint>
#include <optional>

#include "common/instant.h"
#include "common/status.h"

namespace balm::agent {

// How many results in a row it takes until a status is believed. Each at least 1.
struct ConfirmPolicy {
  std::uint32_t fail = 2;
  std::uint32_t ok = 1;
};

struct CheckState {
  bool known = false;                // something was confirmed at least once
  Status status = Status::Unknown;   // hard
  Status certain = Status::Unknown;  // the last hard status that was not unknown; Unknown: none yet
  WallTime since;                    // of `status`
  std::uint64_t generation = 0;      // +1 on each change from ok (or nothing) to bad

  // Rows of results, counted up to limits::kConfirmMax.
  std::uint32_t critical = 0;          // critical
  std::uint32_t at_least_warning = 0;  // warning or critical
  std::uint32_t at_most_warning = 0;   // ok or warning
  std::uint32_t ok = 0;                // ok
  std::uint32_t unknown = 0;

  bool operator==(const CheckState&) const = default;
};

// The master has to hear of it.
struct Transition {
  Status from = Status::Unknown;  // hard status before; Unknown also when nothing was known
  Status to = Status::Unknown;

  bool operator==(const Transition&) const = default;
};

struct CheckStep {
  CheckState next;
  std::optional<Transition> transition;
};

// What we believed and what we just saw -> what we believe now. Total: every pair has an answer.
// REQUIRES: policy.fail >= 1, policy.ok >= 1
CheckStep advance(const CheckState& before, Status seen, const ConfirmPolicy& policy, WallTime at);

// Whether a bad status would be believed by the results since the last better one alone.
bool proven_anew(const CheckState& state, const ConfirmPolicy& policy);

}  // namespace balm::agent
