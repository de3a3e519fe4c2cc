// Proof that a remedy helped: the check is run again on the host until it was ok often enough in a row, or
// time is up. A remedy's own exit code proves nothing.
#pragma once

#include <optional>
#include <string>

#include "master/state.h"

namespace balm::master::verification {

struct Answer {
  IncidentId incident;
  bool yes = false;
  std::string text;  // "nginx_http was ok twice", "still critical after 30s: connection refused"
};

// Begins to look. With `brief` (after a rung that already failed) the first look that is not ok
// decides.
void start(const Turn& turn, OpenIncident& incident, const Verify& verify, bool brief);

// A check ran because we asked. An Answer when that settles it.
std::optional<Answer> report(const Turn& turn, OpenIncident& incident, const CheckReport& report);

// It was seen bad again meanwhile: what was asked and answered before proves nothing.
// REQUIRES: incident.verifying
void begin_again(const Turn& turn, OpenIncident& incident);

// Time passed for this incident: the next look, or the end. REQUIRES: incident.verifying
std::optional<Answer> tick(const Turn& turn, OpenIncident& incident);

}  // namespace balm::master::verification
