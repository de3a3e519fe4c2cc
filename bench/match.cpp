// match_10, match_1000, match_10000: events a second through the reactor on one core. One rule in ten
// concerns the event's check, so the largest gives a thousand findings for each event.
//
// Floor: the same events against one compiled condition, with the names it sees made from the event.
#include <array>

#include "bench/figure.h"
#include "bench/measure.h"
#include "common/document/rule_schema.h"
#include "common/expression/program.h"
#include "master/configuration_text.h"
#include "master/reactor.h"

namespace balm::bench {
namespace {

constexpr double kRunSeconds = 2;
constexpr const char* kCondition = "event.status == \"critical\"";
const WallTime kNow = WallTime::from_seconds(1'773'457'620);
constexpr std::size_t kRulesPerFile = 250;

std::string rule_text(std::size_t number) {
  const std::string check = number % 10 == 0 ? "disk_root" : "other_" + std::to_string(number);
  return "  rule-" + std::to_string(number) + ":\n    when: check." + check + "\n    if: " + kCondition +
         "\n    mode: observe\n    try:\n      - run: bench.heal\n";
}

master::ConfigurationText configuration_of(std::size_t rules) {
  master::ConfigurationText text;
  text.states.push_back({"bench/heal.sls", "done:\n  test.nop: []\n"});
  for (std::size_t first = 0; first < rules; first += kRulesPerFile) {
    NamedText file;
    file.name = "rules.d/" + std::to_string(first) + ".yaml";
    file.text = "rules:\n";
    for (std::size_t number = first; number < std::min(first + kRulesPerFile, rules); ++number)
      file.text += rule_text(number);
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
    event.at = event.received = kNow;
    event.generation = 3;
  }
  return events;
}

master::Fleet fleet_of(const std::array<Event, 8>& events) {
  master::Fleet fleet;
  for (const Event& event : events) fleet.admit(event.host, Instant{1000s});
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

}  // namespace

Figures measure_match(ZmqContext&) {
  const auto events = sample_events();
  const master::Fleet fleet = fleet_of(events);
  const master::Surroundings around{fleet, kNow, nullptr};
  const auto program = expression::Program::compile(kCondition, rule_schema({}), {});
  if (!program.ok()) return Error{Error::Kind::BadData, "the floor's condition does not compile", ""};
  std::uint64_t yes = 0;
  const double floor = rate_of(events, [&](const Event& event) {
    const ValueMap names = names_for(event, around);
    const auto outcome = program.value.evaluate({&names, kNow, nullptr, nullptr});
    const Value* value = std::get_if<Value>(&outcome);
    yes += value != nullptr && value->as_bool() ? 1 : 0;
  });
  if (yes == 0) return Error{Error::Kind::BadData, "the floor's condition never held", ""};
  say("one condition: " + std::to_string(std::int64_t(floor)) + " events/s");
  std::vector<Figure> figures;
  for (const std::size_t rules : {10, 1'000, 10'000}) {
    const auto config = master::build_configuration(configuration_of(rules), nullptr);
    if (!config.ok())
      return Error{Error::Kind::BadData, "the rules have faults:\n" + render(config.issues), ""};
    std::uint64_t findings = 0;
    const double rate =
        rate_of(events, [&](const Event& event) { findings += react(*config.value, event, around).size(); });
    if (findings == 0) return Error{Error::Kind::BadData, "no rule was interested", ""};
    figures.push_back({"match_" + std::to_string(rules), rate, "events/s", floor});
  }
  return figures;
}

}  // namespace balm::bench
