#include "master/row.h"

#include <array>

namespace balm::master {
namespace {

// Each table gives the words of one enum in the order of its values.
constexpr std::array<std::string_view, 4> kKeyStates = {"pending", "accepted", "rejected", "revoked"};
constexpr std::array<std::string_view, 2> kKeyRoles = {"agent", "operator"};
constexpr std::array<std::string_view, 7> kPhases = {"deciding",  "waiting",  "trying", "verifying",
                                                     "needs_you", "observed", "closed"};
constexpr std::array<std::string_view, 5> kIncidentOutcomes = {"", "healed", "recovered", "closed",
                                                               "observed"};
constexpr std::array<std::string_view, 3> kAttemptPhases = {"dispatched", "running", "ended"};
constexpr std::array<std::string_view, 10> kAttemptOutcomes = {
    "",          "succeeded", "failed",    "refused", "expired",
    "cancelled", "abandoned", "timed_out", "unknown", "observed"};

template <class Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  return words.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t N>
Enum value_of(const std::array<std::string_view, N>& words, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<Enum>(i);
  return static_cast<Enum>(0);
}

}  // namespace

std::string_view to_text(KeyState state) {
  return word(kKeyStates, state);
}
std::string_view to_text(KeyRole role) {
  return word(kKeyRoles, role);
}
std::string_view to_text(Phase phase) {
  return word(kPhases, phase);
}
std::string_view to_text(IncidentOutcome outcome) {
  return word(kIncidentOutcomes, outcome);
}
std::string_view to_text(AttemptPhase phase) {
  return word(kAttemptPhases, phase);
}
std::string_view to_text(AttemptOutcome outcome) {
  return word(kAttemptOutcomes, outcome);
}

KeyState key_state_from(std::string_view text) {
  return value_of<KeyState>(kKeyStates, text);
}
KeyRole key_role_from(std::string_view text) {
  return value_of<KeyRole>(kKeyRoles, text);
}
Phase phase_from(std::string_view text) {
  return value_of<Phase>(kPhases, text);
}
IncidentOutcome incident_outcome_from(std::string_view text) {
  return value_of<IncidentOutcome>(kIncidentOutcomes, text);
}
AttemptPhase attempt_phase_from(std::string_view text) {
  return value_of<AttemptPhase>(kAttemptPhases, text);
}
AttemptOutcome attempt_outcome_from(std::string_view text) {
  return value_of<AttemptOutcome>(kAttemptOutcomes, text);
}

}  // namespace balm::master
