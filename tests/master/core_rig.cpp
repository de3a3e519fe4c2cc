#include "tests/master/core_rig.h"

#include "master/configuration_text.h"
#include "master/reactor.h"

namespace balm::master {

CoreRig::CoreRig(const std::string& documents) {
  ConfigurationText text;
  text.documents = {{"rules.d/test.yaml", documents + "\n"}};
  for (const std::string name : {"restart", "reinstall"})
    text.states.push_back({"nginx/" + name + ".sls", "done:\n  test.nop: []\n"});
  text.states.push_back({"nginx/tune.sls",
                         "params:\n  port: { type: int, default: 80 }\n  site: { type: string, default: a }\n"
                         "done:\n  test.nop: []\n"});
  text.escalate = {"log"};
  Parsed<ConfigurationPtr> built = build_configuration(text, nullptr);
  EXPECT_TRUE(built.ok()) << render(built.issues);
  if (built.ok()) state.config = built.value;
  state.settings.cluster = "test";
  state.settings.epoch = 1;
  state.started = now.instant;
  state.settled = true;
}

void CoreRig::pass(Duration time) {
  now.instant = now.instant + time;
  now.wall = now.wall + time;
}

Host& CoreRig::host(const std::string& name, const Labels& labels) {
  Host& host = state.fleet.admit(HostName{name}, now.instant);
  host.row.labels = labels;
  host.row.seen = now.wall;
  host.row.down = false;
  host.present = host.greeted = true;
  host.spool = SpoolId{"spool-" + name};
  state.spools[host.spool] = {host.row.host, host.spool, 0};
  return host;
}

Host& CoreRig::down(const std::string& name, const Labels& labels) {
  Host& gone = host(name, labels);
  gone.present = false;
  gone.row.down = true;
  return gone;
}

void CoreRig::standing(const std::string& host, Status status, const std::string& check) {
  CheckStanding& standing = state.fleet.find(HostName{host})->checks[{CheckName{check}, ""}];
  standing.check = CheckName{check};
  standing.status = status;
  standing.known = true;
}

Event CoreRig::event(const std::string& host, Status status) {
  Event event;
  event.id = EventId{7};
  event.type = "check.nginx_http";
  event.check = CheckName{"nginx_http"};
  event.host = HostName{host};
  event.status = status;
  event.output = "connection refused";
  return event;
}

OpenIncident& CoreRig::open(const std::string& host) {
  const Event bad = event(host);
  standing(host, bad.status);
  const std::vector<Finding> findings = react(*state.config, bad, {state.fleet, now.wall});
  OpenIncident* incident = incidents::open(turn(), bad, findings.at(0));
  BALM_ASSERT(incident != nullptr);
  return *incident;
}

AttemptId CoreRig::climb(OpenIncident& incident) {
  dispatch::Order order;
  order.id = {incident.row.id, ++incident.row.attempts};
  order.rule = incident.row.rule;
  order.host = incident.row.host;
  order.state = StateName{"nginx.restart"};
  order.timeout = 2min;
  order.by = "rule";
  incident.row.phase = Phase::Trying;
  dispatch::start(turn(), *state.config, order);
  return order.id;
}

std::optional<dispatch::End> CoreRig::report(const std::string& host, AttemptId attempt,
                                             TaskOutcome outcome) {
  TaskStatus status;
  status.attempt = attempt;
  status.phase = TaskPhase::Done;
  status.outcome = outcome;
  return dispatch::report(turn(), HostName{host}, status);
}

std::optional<dispatch::End> CoreRig::refuse(const std::string& host, AttemptId attempt, Refusal refusal) {
  TaskStatus status;
  status.attempt = attempt;
  status.phase = TaskPhase::Refused;
  status.refusal = refusal;
  return dispatch::report(turn(), HostName{host}, status);
}

std::string CoreRig::lines() const {
  std::string kinds;
  for (const StoreJournal& line : wanted<StoreJournal>()) kinds += (kinds.empty() ? "" : " ") + line.row.kind;
  return kinds;
}

JournalRow CoreRig::line(const std::string& kind) const {
  JournalRow found;
  for (const StoreJournal& line : wanted<StoreJournal>())
    if (line.row.kind == kind) found = line.row;
  return found;
}

Reply CoreRig::answer() const {
  const std::vector<Answer> answers = wanted<Answer>();
  return answers.empty() ? Reply{} : answers.back().reply;
}

}  // namespace balm::master
