#include "agent/saved_checks.h"

#include <algorithm>

namespace balm::agent {

void apply_event(SavedChecks& checks, const Event& event) {
  const bool about_files = event.type == kConfigEvent;
  if ((event.check.empty() && !about_files) || event.seq <= checks.seq) return;
  checks.seq = event.seq;
  if (about_files) {
    checks.files_refused = event.status != Status::Ok;
    return;
  }
  const auto same = [&](const SavedCheck& saved) {
    return saved.check == event.check && saved.instance == event.instance;
  };
  auto place = std::find_if(checks.checks.begin(), checks.checks.end(), same);
  if (place == checks.checks.end()) {
    place = checks.checks.insert(place, SavedCheck{});
    place->check = event.check;
    place->instance = event.instance;
  }
  place->status = event.status;
  if (event.status != Status::Unknown) place->certain = event.status;
  place->since = event.at;
  place->generation = event.generation;
}

}  // namespace balm::agent
