// The life of an incident after it was opened: which rung next, may it be climbed, did it help, and what
// then. The ladder is climbed until verify says yes; when no rung is left, or a guard refuses, a person is
// told.
#pragma once

#include "master/dispatch.h"
#include "master/state.h"
#include "master/verification.h"

namespace balm::master::healer {

// Decides what happens next for an incident that waits for a decision. May close it.
void consider(const Turn& turn, IncidentId id);

// Asks the guards again for every waiting incident (on one host, when given): something has changed.
void reconsider(const Turn& turn, const HostName* host = nullptr);

// News of a check arrived: incidents that waited to know how it stands are decided.
void heard_of(const Turn& turn, const Subject& subject);

// The attempt of an incident ended, or its outcome now counts as unknown.
void attempt_ended(const Turn& turn, const dispatch::End& end);

// A verification came to its answer.
void verified(const Turn& turn, const verification::Answer& answer);

// An ok word about the incident's subject arrived.
void cleared(const Turn& turn, IncidentId id, const std::string& text);

// Time passed.
void tick(const Turn& turn);
std::optional<Instant> next_deadline(const State& state);

}  // namespace balm::master::healer
