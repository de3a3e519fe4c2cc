#include "sim/fleet_files.h"

#include "common/document/document.h"
#include "common/invariant.h"
#include "master/configuration_text.h"

namespace balm::sim {
namespace {

constexpr const char* kChecks = R"(checks:
  web:
    run: [/bin/true]
    every: 10s
    timeout: 5s
    confirm: { fail: 2, ok: 1 }
  db:
    run: [/bin/true]
    every: 20s
    timeout: 5s
    confirm: { fail: 1, ok: 2 }
  ask:
    run: [/bin/true]
    every: 30s
    timeout: 5s
    confirm: { fail: 1, ok: 1 }
)";

constexpr const char* kRules = R"(rules:
  web-down:
    when: check.web
    if: event.status == "critical"
    guard: { cooldown: 20s, max: 6 per 1h, at_once: 1 of role=web, attempts: 3 }
    try:
      - { run: svc.restart, timeout: 15s }
      - { run: svc.reinstall, timeout: 20s }
    verify: { ok: 2, within: 30s }
  db-down:
    when: check.db
    if: event.status == "critical"
    guard: { cooldown: 30s, max: 4 per 1h, at_once: 2 of role=web }
    try:
      - { run: svc.restart, timeout: 10s }
      - { run: svc.reinstall, timeout: 10s }
    verify: { ok: 2, within: 20s }
  ask-first:
    when: check.ask
    if: event.status == "critical"
    mode: ask
    guard: { max: 6 per 1h }
    try: [{ run: svc.restart, timeout: 10s }]
    verify: { ok: 1, within: 20s }
  host-lost:
    when: host.down
    try: []
  deployed:
    when: operator.deploy
    mode: observe
    try: [{ run: svc.restart, timeout: 10s }]
)";

constexpr const char* kState = "look:\n  test.nop: []\nmend:\n  test.nop: []\n";

master::ConfigurationPtr build(const std::string& rules, const std::string& state) {
  master::ConfigurationText text;
  text.documents = {{"checks.d/sim.yaml", kChecks}, {"rules.d/sim.yaml", rules}};
  text.states = {{"svc/restart.sls", state}, {"svc/reinstall.sls", state}};
  text.escalate = {"log"};
  const Parsed<master::ConfigurationPtr> built = master::build_configuration(text, nullptr);
  if (!built.ok()) std::fputs(render(built.issues).c_str(), stderr);
  BALM_ASSERT(built.ok());
  return built.value;
}

}  // namespace

// The second revision has another state behind the same name, the third another word for people.
const std::vector<master::ConfigurationPtr>& fleet_configurations() {
  static const std::vector<master::ConfigurationPtr> all = [] {
    const std::string rules = kRules;
    const std::string said_otherwise = rules + "    summary: somebody deployed\n";
    return std::vector{build(rules, kState), build(rules, std::string(kState) + "# newer\n"),
                       build(said_otherwise, kState)};
  }();
  return all;
}

const std::vector<CheckDocument>& fleet_checks() {
  static const std::vector<CheckDocument> all = [] {
    Parsed<Documents> read = read_documents({{"checks.d/sim.yaml", kChecks}});
    BALM_ASSERT(read.ok());
    return std::move(read.value.checks);
  }();
  return all;
}

std::vector<Bounds> fleet_bounds() {
  return {
      {"web-down", 1, 6}, {"db-down", 2, 4}, {"ask-first", 1, 6}, {"host-lost", 0, 0}, {"deployed", 0, 0}};
}

}  // namespace balm::sim
