#include "agent/handed_checks.h"

#include <algorithm>
#include <utility>

#include "common/document/check_text.h"
#include "common/limits.h"
#include "common/utf8.h"

namespace balm::agent {
namespace {

std::string place_text(const Place& place) {
  return place.source + ", line " + std::to_string(place.line);
}

// Equal checks are no clash: master and agent of one machine may read the same folder.
std::string clash(const CheckDocument& local, const CheckDocument& handed) {
  if (!local.enabled) return "the host's own " + place_text(local.place) + " switches it off";
  if (local.run_as.empty() && check_text(local) == check_text(handed)) return "";
  return "the host's own " + place_text(local.place) + " has another check of that name, which runs instead";
}

// The name of a check that could not be read is unknown: its place in the set has to do.
CheckName stand_in(std::size_t place) {
  return {"check_" + std::to_string(place + 1) + "_of_the_set"};
}

}  // namespace

HandedChecks::HandedChecks(CheckSet kept, const ZoneSource* zones) : zones_(zones) {
  replace(std::move(kept));
}

bool HandedChecks::is_whole(const CheckSet& set) {
  return check_set_hash(set.checks) == set.hash;
}

void HandedChecks::replace(CheckSet set) {
  set_ = std::move(set);
  checks_.clear();
  unreadable_.clear();
  for (std::size_t at = 0; at < set_.checks.size(); ++at) {
    Parsed<CheckDocument> check = read_check_text(set_.checks[at], zones_);
    if (check.ok()) {
      checks_.push_back(std::move(check.value));
      continue;
    }
    const CheckName name = check.value.name.empty() ? stand_in(at) : check.value.name;
    const auto error = std::ranges::find_if(check.issues, &Issue::is_error);
    unreadable_.push_back({name, "this agent cannot read it: " + error->code + " " + error->message});
  }
}

std::vector<CheckDocument> HandedChecks::beside(std::vector<CheckDocument> local) {
  faults_.clear();
  for (const CheckFault& one : unreadable_) fault(one.check, one.text);
  std::vector<CheckDocument> all = std::move(local);
  const std::size_t own = all.size();
  for (const CheckDocument& check : checks_) {
    const auto same = std::find_if(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(own),
                                   [&](const CheckDocument& one) { return one.name == check.name; });
    const bool taken = same != all.begin() + static_cast<std::ptrdiff_t>(own);
    const bool full = all.size() >= limits::kChecksPerAgentMax;
    if (taken) {
      if (std::string why = clash(*same, check); !why.empty()) fault(check.name, std::move(why));
    } else if (full) {
      fault(check.name, "the host has " + std::to_string(limits::kChecksPerAgentMax) + " checks already");
    } else {
      all.push_back(check);
    }
  }
  return all;
}

void HandedChecks::fault(const CheckName& check, std::string text) {
  if (faults_.size() >= limits::kCheckFaultsMax) return;
  faults_.push_back({check, std::string(cut_to_bytes(text, limits::kCheckFaultBytesMax))});
}

}  // namespace balm::agent
