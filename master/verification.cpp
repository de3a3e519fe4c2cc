#include "master/verification.h"

#include <algorithm>

#include "common/duration_text.h"
#include "common/invariant.h"
#include "master/asked_checks.h"

namespace balm::master::verification {
namespace {

constexpr Duration kPauseShortest = 250ms;
constexpr Duration kPauseLongest = 5s;
constexpr int kLooksAim = 20;  // about so many looks within the time given
constexpr Duration kBriefWithin = 10s;

// "still critical: connection refused", "ok only 1 of 2 times"
std::string no_of(const Verification& verification, const Observation* seen) {
  const std::string check = verification.check.text;
  if (seen == nullptr) return check + " is still silent";
  if (seen->status == Status::Ok)
    return check + " was ok only " + std::to_string(verification.ok_seen) + " of " +
           std::to_string(verification.ok_needed) + " times";
  return check + " is still " + std::string(to_text(seen->status)) + ": " + seen->output;
}

void ask(const Turn& turn, OpenIncident& incident) {
  Verification& verification = *incident.verifying;
  verification.request = asked_checks::ask(
      turn, {incident.row.host, verification.check, incident.row.id, 0, 0, verification.until, {}});
}

const Observation* of_instance(const CheckReport& report, const std::string& instance) {
  const auto found = std::find_if(report.observations.begin(), report.observations.end(),
                                  [&](const Observation& seen) { return seen.instance == instance; });
  return found == report.observations.end() ? nullptr : &*found;
}

Answer answer(const Turn& turn, OpenIncident& incident, bool yes, std::string text) {
  turn.state.asked.erase(incident.verifying->request);
  incident.verifying.reset();
  turn.state.attempts.proof_ends(incident.row.id);
  return {incident.row.id, yes, std::move(text)};
}

}  // namespace

void start(const Turn& turn, OpenIncident& incident, const Verify& verify, bool brief) {
  Verification verification;
  verification.check = verify.check.empty() ? incident.row.check : verify.check;
  verification.instance = verify.check.empty() ? incident.row.instance : "";
  verification.ok_needed = verify.ok;
  const Duration within = brief ? std::min<Duration>(verify.within, kBriefWithin) : verify.within;
  verification.until = turn.now.instant + within;
  verification.brief = brief;
  verification.pause = std::clamp<Duration>(within / kLooksAim, kPauseShortest, kPauseLongest);
  verification.next = turn.now.instant;
  verification.started = turn.now.instant;
  incident.verifying = verification;
  incident.row.phase = Phase::Verifying;
  turn.state.attempts.proof_begins(incident.row.id, incident.row.rule, incident.row.host);
  ask(turn, incident);
}

std::optional<Answer> report(const Turn& turn, OpenIncident& incident, const CheckReport& report) {
  BALM_ASSERT(incident.verifying.has_value());
  Verification& verification = *incident.verifying;
  if (report.request != verification.request) return std::nullopt;
  turn.state.asked.erase(verification.request);
  verification.request = 0;
  verification.next = turn.now.instant + verification.pause;
  if (!report.known) return answer(turn, incident, false, "the host has no check " + verification.check.text);
  const Observation* seen = of_instance(report, verification.instance);
  const bool ok = seen != nullptr && seen->status == Status::Ok;
  verification.ok_seen = ok ? verification.ok_seen + 1 : 0;
  if (verification.ok_seen >= verification.ok_needed)
    return answer(turn, incident, true,
                  verification.check.text + " was ok " + std::to_string(verification.ok_seen) +
                      (verification.ok_seen == 1 ? " time" : " times in a row"));
  const bool over = verification.next > verification.until || (verification.brief && !ok);
  if (!over) return std::nullopt;
  return answer(turn, incident, false, no_of(verification, seen));
}

void begin_again(const Turn& turn, OpenIncident& incident) {
  BALM_ASSERT(incident.verifying.has_value());
  Verification& verification = *incident.verifying;
  turn.state.asked.erase(verification.request);
  verification.request = 0;
  verification.ok_seen = 0;
  verification.next = turn.now.instant;
}

std::optional<Answer> tick(const Turn& turn, OpenIncident& incident) {
  BALM_ASSERT(incident.verifying.has_value());
  Verification& verification = *incident.verifying;
  if (turn.now.instant >= verification.until) {
    const Duration looked = turn.now.instant - verification.started;
    return answer(turn, incident, false,
                  verification.check.text + " was not ok within " + duration_for_people(looked));
  }
  if (verification.request == 0 && turn.now.instant >= verification.next) ask(turn, incident);
  return std::nullopt;
}

}  // namespace balm::master::verification
