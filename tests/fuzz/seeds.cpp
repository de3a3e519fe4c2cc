#include "tests/fuzz/seeds.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <variant>

#include "agent/local_wire.h"
#include "common/wire.h"
#include "master/configuration_text.h"
#include "tests/common/wire_sample.h"

namespace balm::fuzz::seeds {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// One message of each kind that `from` may send.
std::vector<std::string> frames_from(wire::Role from) {
  std::vector<std::string> frames;
  Random random(5);
  for (std::size_t kind = 0; kind < std::variant_size_v<Message>; ++kind) {
    const std::string bytes = wire::encode(wire::random_message(random, kind));
    if (wire::decode(bytes, from)) frames.push_back(bytes);
  }
  return frames;
}

constexpr const char* kChecks =
    "checks:\n  x:\n    run: [/bin/a, -b]\n    every: 10s\n    warning: metrics.a > 1.0\n    env: {A: b}\n"
    "    limits: {cpu: 3s, memory: 64M}\n    labels: {team: ops}\n    confirm: {fail: 2, ok: 1}\n";
constexpr const char* kRules =
    "rules:\n  r:\n    when: [check.x, host.*]\n    vars: {m: '{{ event.host }}'}\n    hosts: role=web\n"
    "    if: >-\n      event.status == 'critical'\n      && vars.m != ''\n"
    "    guard: {max: 3 per 1h, at_once: 20% of role=web, cooldown: 1m, attempts: 2}\n    try:\n"
    "      - run: s.t\n        if: last.timed_out\n        timeout: 10s\n"
    "    verify: {check: x, ok: 2, within: 1m}\n    escalate: [n, log]\n    mode: ask\n"
    "notifiers:\n  n: {type: log}\n";
constexpr const char* kNotifiers =
    "notifiers:\n  n: {type: exec, run: [/bin/n, -v], timeout: 5s, retry: {attempts: 2, every: 3s}}\n"
    "  l: {type: log, resolved: false}\n";

}  // namespace

std::vector<std::string> documents() {
  return {kChecks,
          "checks:\n  y: {run: \"test -e /x\", cron: '*/5 * * * mon-fri', tz: UTC, as: nobody, per: mount}\n",
          kRules, kNotifiers, "# nothing yet\nallow_empty: true\n"};
}

std::vector<std::string> master_configs() {
  return {text_of(fs::path(BALM_SOURCE_DIR) / "config/master.yaml"),
          "name: prod\nlisten: 'tcp://[::1]:4600'\nstate_dir: /srv/balm\nescalate: [oncall, log]\n"
          "retention: {events: 7d, size: 1G}\nlog: {level: debug, format: json}\n"};
}

std::vector<std::string> agent_configs() {
  return {text_of(fs::path(BALM_SOURCE_DIR) / "config/agent.yaml"),
          "master: tcp://ops1.example.net:4571\nmaster_key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf8'\n"
          "name: web1\nlabels: {role: web, env: prod}\ncheck_user: nobody\nspool_size: 64M\n"};
}

std::vector<std::string> states() {
  std::vector<std::string> texts{
      "params: { n: { type: int, default: 1 } }\ninclude: [other]\na:\n  cmd.run:\n"
      "    - name: \"x {{ params.n }}\"\n    - require: [{test: b}]\n    - retry: {attempts: 2}\n"
      "b:\n  test: [nop, {order: 3}]\n"};
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(BALM_SOURCE_DIR) / "states"))
    if (entry.path().extension() == ".sls") texts.push_back(text_of(entry.path()));
  return texts;
}

std::vector<std::string> stored_configurations() {
  return {master::to_stored({{{"a.yaml", "rules: {}\n"}}, {{"s/t.sls", "x: test.nop\n"}}, {"log", "mail"}})};
}

std::vector<std::string> expressions() {
  return {"event.host == \"web1\" && event.value > 85.0 || n in l", "l.filter(x, x > 1).map(y, y * 2)[0] + n",
          "timestamp('2024-02-29T12:00:00Z') - duration('1h30m') < now",
          "{'a': [1, 2u, 3.0, b'\\xff', null], ?'b': optional.of(n)}",
          "s.matches('^[a-z -]+$') ? r'\\d+' : '''tri'ple'''"};
}

std::vector<std::string> text_values() {
  return {"{{ event.host }}", "on {{ host.name }}: {{ event.labels[\"a\"] + \"}}\" }} and {{ \"{{\" }}",
          "plain"};
}

std::vector<std::string> crons() {
  return {"*/5 0-23/2 1,15,L * mon-fri", "@hourly", "0 3 15W jan,jul 5#2", "59 23 31 12 sunL"};
}

std::vector<std::string> selectors() {
  return {"all", "role=web,dc!=fra", "web*", "name=web1,env=prod"};
}

std::vector<std::string> plugin_outputs() {
  return {
      "DISK OK - free space: / 3326 MB (56%);| /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n/boot 68 MB |"
      " /boot=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414\n",
      "PING OK|rta=0.80ms;100:;@500:600;0 pl=0%;20;60;0;100 'it''s=a'=U", "WARNING - \xC3\xA9t\xC3\xA9\n"};
}

std::vector<std::string> agent_frames() {
  return frames_from(wire::Role::Agent);
}

std::vector<std::string> agent_bodies() {
  std::vector<std::string> bodies;
  for (const std::string& frame : agent_frames()) bodies.push_back(frame.substr(frame.find('\n') + 1));
  return bodies;
}

std::vector<std::string> operator_frames() {
  return frames_from(wire::Role::Operator);
}

std::vector<std::string> local_frames() {
  using namespace agent;
  Random random(6);
  CheckRan ran{7, {"disk"}, CheckRan::End::Void, 2, "replaced", "out\n", "err\n", 12, 1'000, {}};
  Execute execute;
  execute.task = wire::random_task(random);
  return {encode(ToExecutor(SpawnCheck{3, {"disk"}})), encode(ToExecutor(execute)), encode(FromExecutor(ran)),
          encode(FromExecutor(NewStamp{"stamp"})),
          encode(FromExecutor(TaskUpdate{wire::random_status(random)}))};
}

std::vector<std::string> small_words() {
  return {"2h30m",  "64MiB",    "3 per 1h", "20% of role=web", "tcp://127.0.0.1:4571",
          "@10:20", "1 of all", "~:5.5"};
}

}  // namespace balm::fuzz::seeds
