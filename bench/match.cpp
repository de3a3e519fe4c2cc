// match_10, match_1000, match_10000: events a second through the reactor on one core. One rule in ten
// concerns the event's check; those rules are for different hosts, roles, teams and instances, as many rules
// for one check are, and one of them is for all.
//
// Floor: the same events against the condition of that one rule, with the one name it sees made from the
// event.
#include <array>
#include <cstdio>

#include "bench/figure.h"
#include "bench/measure.h"
#include "common/document/rule_schema.h"
#include "common/expression/program.h"
#include "common/wire.h"
#include "master/configuration_text.h"
#include "master/reactor.h"

namespace balm::bench {
namespace {

constexpr double kRunSeconds = 2;
constexpr const char* kCondition = "event.status == \"critical\"";
const WallTime kNow = WallTime::from_seconds(1'773'457'620);
constexpr std::size_t kRulesPerFile = 250;

// Whom the `nth` rule for the check is for, in the ways people say that.
std::string whom(std::size_t nth) {
  if (nth == 0) return "    if: " + std::string(kCondition) + "\n";
  const std::string number = std::to_string(nth);
  switch (nth % 5) {
    case 0:
      return "    if: event.status == \"critical\" && host.labels.role == \"role-" + number + "\"\n";
    case 1:
      return "    hosts: role=role-" + number + ",env=prod\n    if: event.status != \"unknown\"\n";
    case 2:
      return "    if: >-\n      event.host in [\"host-" + number + "\", \"host-" +
             std::to_string(nth + 1'000) + "\"]\n      && event.metrics[\"/\"] > 15000.0\n";
    case 3:
      return "    if: >-\n      has(event.labels.team) && event.labels.team == \"team-" + number +
             "\"\n      && event.output.contains(\"inode\")\n";
    default:
      return "    if: event.status in [\"critical\", \"warning\"] && event.instance == \"/srv/" + number +
             "\"\n    key: \"{{ event.host }}/{{ event.instance }}\"\n";
  }
}

std::string rule_text(std::size_t number, const std::string& check, const std::string& whom) {
  return "  rule-" + std::to_string(number) + ":\n    when: check." + check + "\n" + whom +
         "    mode: observe\n    try:\n      - run: bench.heal\n";
}

// One in ten concerns the events' check.
std::string mixed_rule(std::size_t number) {
  const bool concerned = number % 10 == 0;
  return rule_text(number, concerned ? "disk_root" : "other_" + std::to_string(number), whom(number / 10));
}

// All concern the check and hold for all hosts or none: nothing to tell them apart by.
std::string asked_rule(std::size_t number) {
  return rule_text(number, "disk_root",
                   "    if: event.metrics[\"/\"] > " + std::to_string(20'000 + number) + ".0\n");
}
std::string wanting_rule(std::size_t number) {
  return rule_text(number, "disk_root", "    if: event.metrics[\"/\"] > " + std::to_string(number) + ".0\n");
}

using MakeRule = std::string (*)(std::size_t number);

master::ConfigurationText configuration_of(std::size_t rules, MakeRule make) {
  master::ConfigurationText text;
  text.states.push_back({"bench/heal.sls", "done:\n  test.nop: []\n"});
  for (std::size_t first = 0; first < rules; first += kRulesPerFile) {
    NamedText file;
    file.name = "rules.d/" + std::to_string(first) + ".yaml";
    file.text = "rules:\n";
    for (std::size_t number = first; number < std::min(first + kRulesPerFile, rules); ++number)
      file.text += make(number);
    text.documents.push_back(std::move(file));
  }
  return text;
}

// Two statuses and several hosts, so that no answer can be guessed from the one before.
std::array<Event, 8> sample_events() {
  std::array<Event, 8> events;
  std::size_t number = 0;
  for (Event& event : events) {
    event.id = EventId{++number};
    event.type = "check.disk_root";
    event.host = HostName{"host-" + std::to_string(number)};
    event.check = CheckName{"disk_root"};
    event.status = number % 2 == 0 ? Status::Critical : Status::Warning;
    event.previous = Status::Ok;
    event.output = "DISK CRITICAL - free space: / 312 MiB (2% inode=71%);";
    event.metrics = {{"/", 15012.0}, {"inodes", 0.29}};
    event.labels = {{"mount", "/"}, {"team", "team-" + std::to_string(number)}};
    event.at = event.received = kNow;
    event.generation = 3;
  }
  return events;
}

master::Fleet fleet_of(const std::array<Event, 8>& events) {
  master::Fleet fleet;
  for (const Event& event : events)
    fleet.admit(event.host, Instant{1000s}).row.labels = {
        {"dc", "fra"}, {"env", "prod"}, {"role", "role-" + std::to_string(event.id.number)}};
  return fleet;
}

// Calls `one` with each event over and over; events a second.
template <class Function>
double rate_of(const std::array<Event, 8>& events, Function one) {
  std::uint64_t count = 0;
  const double began = seconds_now();
  double passed = 0;
  while (passed < kRunSeconds) {
    for (const Event& event : events) one(event);
    count += events.size();
    passed = seconds_now() - began;
  }
  return static_cast<double>(count) / passed;
}

struct Reacting {
  double events_per_second = 0;
  double findings_per_event = 0;
};

Result<Reacting> react_with(std::size_t rules, MakeRule make) {
  const auto events = sample_events();
  const master::Fleet fleet = fleet_of(events);
  const master::Surroundings around{fleet, kNow, nullptr};
  const auto config = master::build_configuration(configuration_of(rules, make), nullptr);
  if (!config.ok())
    return Error{Error::Kind::BadData, "the rules have faults:\n" + render(config.issues), ""};
  std::uint64_t findings = 0;
  std::uint64_t asked = 0;
  Reacting reacting;
  reacting.events_per_second = rate_of(events, [&](const Event& event) {
    findings += react(*config.value, event, around).size();
    ++asked;
  });
  reacting.findings_per_event = static_cast<double>(findings) / static_cast<double>(asked);
  return reacting;
}

std::string rounded(double number) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.2f", number);
  return text.data();
}

// What the figures do not show: rules that cannot be left out.
void say_cost_of(const std::string& what, MakeRule make) {
  constexpr std::size_t kRules = 1'000;
  const auto reacting = react_with(kRules, make);
  if (reacting) say(what + ": " + rounded(1e6 / reacting->events_per_second / kRules) + " us each");
}

}  // namespace

Figures measure_match(ZmqContext&) {
  const auto program = expression::Program::compile(kCondition, rule_schema({}), {});
  if (!program.ok()) return Error{Error::Kind::BadData, "the floor's condition does not compile", ""};
  std::uint64_t yes = 0;
  const double floor = rate_of(sample_events(), [&](const Event& event) {
    const ValueMap names = {{"event", wire::to_value(event)}};
    const auto outcome = program.value.evaluate({&names, kNow, nullptr, nullptr});
    const Value* value = std::get_if<Value>(&outcome);
    yes += value != nullptr && value->as_bool() ? 1 : 0;
  });
  if (yes == 0) return Error{Error::Kind::BadData, "the floor's condition never held", ""};
  say("one condition: " + std::to_string(std::int64_t(floor)) + " events/s");
  std::vector<Figure> figures;
  for (const std::size_t rules : {10, 1'000, 10'000}) {
    const auto reacting = react_with(rules, mixed_rule);
    if (!reacting) return reacting.error();
    if (reacting->findings_per_event == 0)
      return Error{Error::Kind::BadData, "no rule wanted any of the events", ""};
    say(std::to_string(rules) + " rules: " + rounded(reacting->findings_per_event) + " want an event");
    figures.push_back({"match_" + std::to_string(rules), reacting->events_per_second, "events/s", floor});
  }
  say_cost_of("rules that must be evaluated and say no", asked_rule);
  say_cost_of("rules that want the event", wanting_rule);
  return figures;
}

}  // namespace balm::bench
