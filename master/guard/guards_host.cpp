// Guards about the host itself: is it there, is it still bad, is somebody at work on it.
#include "master/guard/guards.h"

namespace balm::master::guards {
namespace {

const CheckStanding* standing_of(const Host& host, const IncidentRow& incident) {
  const auto place = host.checks.find({incident.check, incident.instance});
  return place == host.checks.end() ? nullptr : &place->second;
}

}  // namespace

Verdict presence(const Proposal& proposal, const Facts& facts) {
  const Host* host = facts.fleet.find(proposal.incident.host);
  if (host != nullptr && host->present) return Verdict::allow();
  return Verdict::defer(Reason::HostAway);
}

// Level, not edge: the newest word of the host decides, whatever the event said. A greeting that comes late
// or again is older than the incident's last event: then that decides.
Verdict still_bad(const Proposal& proposal, const Facts& facts) {
  if (proposal.incident.check.empty()) return Verdict::allow("not about a check");
  const Host* host = facts.fleet.find(proposal.incident.host);
  const CheckStanding* standing = host == nullptr ? nullptr : standing_of(*host, proposal.incident);
  if (standing == nullptr || !standing->known) return Verdict::defer(Reason::StateUnknown, "no result yet");
  const bool overtaken = standing->generation < proposal.incident.generation;
  const Status status = overtaken ? proposal.incident.status : standing->status;
  const std::string counter = proposal.incident.check.text + " is " + std::string(to_text(status));
  if (status == Status::Ok) return Verdict::refuse(Reason::NotBadAnyMore, counter);
  if (status == Status::Unknown && proposal.incident.status != Status::Unknown)
    return Verdict::defer(Reason::StateUnknown, counter);
  return Verdict::allow(counter);
}

Verdict host_lock(const Proposal& proposal, const Facts& facts) {
  const auto open = facts.attempts.open_on(proposal.incident.host);
  if (!open) return Verdict::allow();
  const Reason why = open->unknown ? Reason::OutcomeUnknown : Reason::HostBusy;
  return Verdict::defer(why, "attempt #" + to_text(open->id));
}

}  // namespace balm::master::guards
