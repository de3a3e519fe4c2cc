// The state of a master core laid open, so that one part of it can be called at a time: hosts, an incident
// and a moment are made by hand, and what the part wanted done is read from `out`. Whole stories are told by
// ScenarioWorld instead.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "master/dispatch.h"
#include "master/incidents.h"
#include "master/state.h"

namespace balm::master {

// One rule with a ladder of two rungs.
inline constexpr const char* kNginxRules = R"(
rules:
  nginx-down:
    when: check.nginx_http
    if: event.status == "critical"
    try:
      - run: nginx.restart
      - run: nginx.reinstall
    verify: { ok: 2, within: 60s }
)";

class CoreRig {
 public:
  // `documents` are checks, rules and notifiers as people write them; the states nginx.restart, reinstall
  // and tune (with parameters port and site) exist.
  explicit CoreRig(const std::string& documents = kNginxRules);

  Turn turn() { return {state, now, out}; }
  void pass(Duration time);

  // A host that is connected, and what its check was last seen to be.
  Host& host(const std::string& name, const Labels& labels = {});
  void standing(const std::string& host, Status status, const std::string& check = "nginx_http");
  // A host that was connected and has been silent for too long.
  Host& down(const std::string& name, const Labels& labels = {});

  static Event event(const std::string& host, Status status = Status::Critical);
  // An incident as the reactor opens it, nothing decided yet.
  OpenIncident& open(const std::string& host);
  const RuleDocument& rule() const { return state.config->rules.front(); }

  // The first rung's task is on its way to the incident's host.
  AttemptId climb(OpenIncident& incident);
  std::optional<dispatch::End> report(const std::string& host, AttemptId attempt, TaskOutcome outcome);
  std::optional<dispatch::End> refuse(const std::string& host, AttemptId attempt, Refusal refusal);

  // What was wanted so far, by kind; take() forgets it.
  template <class Kind>
  std::vector<Kind> wanted() const {
    std::vector<Kind> found;
    for (const Effect& effect : out)
      if (const auto* one = std::get_if<Kind>(&effect)) found.push_back(*one);
    return found;
  }
  template <class Kind>
  std::vector<Kind> sent() const {
    std::vector<Kind> found;
    for (const SendToHost& send : wanted<SendToHost>())
      if (const auto* one = std::get_if<Kind>(&send.message)) found.push_back(*one);
    return found;
  }
  // The kinds of the journal's lines, in order: "match guard try".
  std::string lines() const;
  // The newest line of the journal of a kind; an empty one when there is none.
  JournalRow line(const std::string& kind) const;
  // The last answer to an operator.
  Reply answer() const;

  State state;
  Effects out;
  Now now{Instant{1000s}, WallTime::from_seconds(1'773'457'620)};  // 2026-03-14T03:07:00Z
};

}  // namespace balm::master
