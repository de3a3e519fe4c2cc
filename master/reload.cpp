#include "master/reload.h"

#include <algorithm>
#include <set>

#include "master/intake.h"
#include "master/reactor.h"

namespace balm::master::reload {
namespace {

std::set<RuleName> new_rules(const Configuration& now, const Configuration& before) {
  std::set<RuleName> names;
  for (const RuleDocument& rule : now.rules) {
    const RuleDocument* old = before.find_rule(rule.name);
    if (old == nullptr || old->text != rule.text) names.insert(rule.name);
  }
  return names;
}

Event event_of(const HostName& host, const CheckStanding& standing) {
  Event event;
  event.type = "check." + standing.check.text;
  event.host = host;
  event.check = standing.check;
  event.instance = standing.instance;
  event.status = event.previous = standing.status;
  event.generation = standing.generation;
  event.output = standing.latest.output;
  event.metrics = standing.latest.metrics;
  return event;
}

bool is_bad(const CheckStanding& standing) {
  return standing.known && standing.status != Status::Ok && standing.status != Status::Unknown;
}

bool is_wanted(const State& state, const Event& event, const Surroundings& around,
               const std::set<RuleName>& rules) {
  return std::ranges::any_of(react(*state.config, event, around), [&](const Finding& finding) {
    return finding.wanted == Wanted::Yes && rules.contains(finding.rule->name) &&
           !state.incident_by_key.contains(finding.key);
  });
}

}  // namespace

void look_again(const Turn& turn, const Configuration& before) {
  const std::set<RuleName> rules = new_rules(*turn.state.config, before);
  if (rules.empty()) return;
  const Surroundings around{turn.state.fleet, turn.now.wall, turn.state.zones};
  std::vector<Event> events;
  for (const auto& [name, host] : turn.state.fleet.hosts()) {
    for (const auto& [key, standing] : host.checks) {
      if (!is_bad(standing)) continue;
      Event event = event_of(name, standing);
      if (is_wanted(turn.state, event, around, rules)) events.push_back(std::move(event));
    }
  }
  for (Event& event : events) intake::own_event(turn, std::move(event));
}

void look_again_at(const Turn& turn, const HostName& host, const CheckStanding& standing) {
  if (!is_bad(standing)) return;
  std::set<RuleName> rules;
  for (const RuleDocument& rule : turn.state.config->rules) rules.insert(rule.name);
  Event event = event_of(host, standing);
  const Surroundings around{turn.state.fleet, turn.now.wall, turn.state.zones};
  if (is_wanted(turn.state, event, around, rules)) intake::own_event(turn, std::move(event));
}

}  // namespace balm::master::reload
