// Telling people: when healing failed, was refused or cannot go on, and once more when it is over. Messages
// are stored, handed to a notifier, and tried again with growing pauses until delivered or given up.
#pragma once

#include <optional>
#include <string>

#include "master/state.h"

namespace balm::master::escalation {

// The incident needs a person now. `reason` is a closed word, `text` the sentence. Told once per reason, and
// to nobody while a person has acknowledged it.
void call(const Turn& turn, OpenIncident& incident, const std::string& reason, const std::string& text);

// It is over; told only if people were called.
void over(const Turn& turn, const OpenIncident& incident, const std::string& text);

// A notifier finished one try.
void done(const Turn& turn, std::uint64_t id, bool delivered, const std::string& text);

void tick(const Turn& turn);
std::optional<Instant> next_deadline(const State& state);

}  // namespace balm::master::escalation
