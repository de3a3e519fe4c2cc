// A proposal that nothing speaks against, and all that guards may look at; each test spoils one thing.
#pragma once

#include "master/guard/guard_chain.h"
#include "tests/master/core_rig.h"

namespace balm::master {

class GuardRig : public CoreRig {
 public:
  explicit GuardRig(const std::string& host = "web1") {
    CoreRig::host(host, {{"role", "web"}});
    standing(host, Status::Critical);
    incident.id = IncidentId{42};
    incident.host = HostName{host};
    incident.check = CheckName{"nginx_http"};
    incident.status = Status::Critical;
    wish = rule();
  }

  Facts facts() const {
    return {now,        state.freeze, state.maintenance, state.fleet, state.attempts,
            storage_ok, settled,      settled_at};
  }
  Verdict ask(Verdict (*guard)(const Proposal&, const Facts&)) const {
    return guard({incident, wish}, facts());
  }
  Review review(bool every_answer = false) const {
    return master::review({incident, wish}, facts(), every_answer);
  }

  // An attempt of this rule for another incident. It goes on until `ended` says so.
  AttemptId attempt(const std::string& host, std::uint64_t of = 1) {
    const AttemptId id{IncidentId{of}, ++made_};
    state.attempts.started(id, wish.name, HostName{host}, now.instant);
    return id;
  }
  void ended(AttemptId id) { state.attempts.ended(id, now.instant); }

  IncidentRow incident;
  RuleDocument wish;
  bool storage_ok = true;
  bool settled = true;
  Instant settled_at;

 private:
  std::uint32_t made_ = 0;
};

// What a verdict says, in short: "defer frozen".
inline std::string text_of(const Verdict& verdict) {
  return std::string(to_text(verdict.kind)) + " " + std::string(to_text(verdict.reason));
}

}  // namespace balm::master
