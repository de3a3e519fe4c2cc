// The reactor leaves out rules without evaluating them. Here every rule is asked the long way, with all names
// made and no index, and the answers must be the same: seeded, so that a failure repeats.
#include "master/reactor.h"

#include <random>

#include <gtest/gtest.h>

#include "common/glob.h"
#include "common/value_json.h"
#include "master/configuration_text.h"

namespace balm::master {
namespace {

using expression::EvalError;
using expression::Outcome;

const WallTime kNow = WallTime::from_seconds(1'773'457'620);

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>(0, sides - 1)(engine_);
  }
  bool once_in(std::size_t count) { return below(count) == 0; }
  std::string one(const std::vector<std::string>& of) { return of[below(of.size())]; }

 private:
  std::mt19937_64 engine_;
};

// Few words, so that they meet.
const std::vector<std::string> kHosts = {"web1", "web2", "db1", "nobody", ""};
const std::vector<std::string> kTexts = {"web", "db", "x", "critical", "warning", "web1", ""};
const std::vector<std::string> kTypes = {"check.disk", "check.load", "host.down", "host.up", "webhook.git"};

std::string text_literal(Dice& dice) {
  return "'" + dice.one(kTexts) + "'";
}

std::string path(Dice& dice) {
  return dice.one({"event.status", "event.previous", "event.host", "event.check", "event.instance",
                   "event.type", "event.labels.role", "event.labels['dc']", "host.labels.role",
                   "host.labels.dc", "host.name", "event.output", "vars.role"});
}

std::string body_path(Dice& dice) {
  return dice.one({"event.body", "event.body.kind", "event.body.a.b", "event.body['n']"});
}

std::string any_literal(Dice& dice) {
  return dice.once_in(2) ? text_literal(dice)
                         : dice.one({"1", "1.0", "2u", "true", "null", "['web']", "1e300"});
}

std::string list_literal(Dice& dice, std::string (*literal)(Dice&)) {
  std::string list;
  for (std::size_t size = dice.below(4); size > 0; --size) list += (list.empty() ? "" : ", ") + literal(dice);
  return "[" + list + "]";
}

std::string atom(Dice& dice) {
  switch (dice.below(12)) {
    case 0:
    case 1:
    case 2:
      return path(dice) + " == " + text_literal(dice);
    case 3:
      return text_literal(dice) + " == " + path(dice);
    case 4:
      return body_path(dice) + " == " + any_literal(dice);
    case 5:
      return path(dice) + " in ['web', 'critical', " + text_literal(dice) + "]";
    case 6:
      return body_path(dice) + " in " + list_literal(dice, any_literal);
    case 7:
      return dice.one({"has(event.labels.role)", "has(event.body.kind)", "has(host.labels.dc)",
                       "has(event.body.a.b)", "'role' in event.labels"});
    case 8:
      return path(dice) + " != " + text_literal(dice);
    case 9:
      return dice.one({"event.metrics.used > 50.0", "event.output.contains('web')", "host.up", "check.known",
                       "event.body.n > 1", "size(host.checks) > 0", "check.status == 'ok'",
                       "event.output.matches('w.b')", "event.labels[?'role'].orValue('web') == 'web'"});
    case 10:
      return "!(" + path(dice) + " == " + text_literal(dice) + ")";
    default:
      return dice.one(
          {"true", "1 / event.generation == 1", "event.body.ok", "hosts('role=web').size() == 2"});
  }
}

std::string condition(Dice& dice, int depth = 0) {
  if (depth > 2 || dice.once_in(3)) return atom(dice);
  const std::string op = dice.one({" && ", " && ", " || "});
  std::string text = condition(dice, depth + 1);
  for (std::size_t more = 1 + dice.below(2); more > 0; --more) text += op + condition(dice, depth + 1);
  return depth == 0 ? text : "(" + text + ")";
}

std::string random_rule(Dice& dice, std::size_t number) {
  std::string text = "  r" + std::to_string(number) + ":\n    when: [" + dice.one(kTypes) + ", " +
                     dice.one({"check.*", "check.disk", "'*.d*n'", "webhook.*"}) + "]\n    try: []\n";
  text += "    vars: { role: \"" + dice.one({"web", "web", "{{ event.labels.role }}", "{{ event.output }}"}) +
          "\" }\n";
  if (dice.below(8) != 0) text += "    if: >-\n      " + condition(dice) + "\n";
  if (dice.once_in(4))
    text += "    hosts: \"" +
            dice.one({"role=web", "role in (web,db)", "web1", "w*", "role!=db", "dc=fra,role=web"}) + "\"\n";
  if (dice.once_in(4))
    text += "    key: \"{{ " + dice.one({"event.host", "event.labels.role", "event.body.kind"}) + " }}\"\n";
  if (dice.once_in(4)) text += "    summary: \"{{ host.name }} {{ event.metrics.used }}\"\n";
  if (dice.once_in(10)) text += "    enabled: false\n";
  return text;
}

ConfigurationPtr random_rules(Dice& dice, std::size_t count) {
  ConfigurationText text;
  std::string rules = "rules:\n";
  for (std::size_t number = 0; number < count; ++number) {
    // `vars` that are not used are left out half of the time: the other way through the reactor.
    std::string rule = random_rule(dice, number);
    const std::size_t vars = rule.find("    vars:");
    if (rule.find("vars.role") == std::string::npos && dice.once_in(2))
      rule.erase(vars, rule.find('\n', vars) + 1 - vars);
    rules += rule;
  }
  text.documents.push_back({"rules.d/a.yaml", rules});
  auto built = build_configuration(text, nullptr);
  EXPECT_TRUE(built.ok()) << render(built.issues);
  return built.value;
}

Labels random_labels(Dice& dice) {
  Labels labels;
  if (dice.below(3) != 0) labels["role"] = dice.one(kTexts);
  if (dice.once_in(2)) labels["dc"] = dice.one({"fra", "web"});
  return labels;
}

Value random_body(Dice& dice) {
  const std::vector<Value> values = {
      nullptr,       "web", 1, 1.0, true, Value::uint(2), ValueList{"web"}, Value::map({{"b", "web"}}),
      Value::map({})};
  const auto value = [&] { return values[dice.below(values.size())]; };
  if (dice.once_in(3)) return value();
  ValueMap body;
  for (const char* const name : {"kind", "a", "n", "ok"})
    if (dice.once_in(2)) body.emplace(Value(name), value());
  return Value(std::move(body));
}

Event random_event(Dice& dice) {
  Event event;
  event.id = EventId{1 + dice.below(9)};
  event.type = dice.one(kTypes);
  event.host = HostName{dice.one(kHosts)};
  if (event.type.starts_with("check.")) event.check = CheckName{event.type.substr(6)};
  if (dice.once_in(3)) event.instance = dice.one(kTexts);
  event.status = static_cast<Status>(dice.below(4));
  event.previous = static_cast<Status>(dice.below(4));
  event.output = dice.one({"", "the web is down", "db"});
  if (dice.once_in(2)) event.metrics["used"] = dice.once_in(2) ? 93.0 : 12.0;
  event.labels = random_labels(dice);
  event.generation = dice.below(3);
  event.body = random_body(dice);
  return event;
}

Fleet random_fleet(Dice& dice) {
  Fleet fleet;
  for (const char* const name : {"web1", "web2", "db1"}) {
    Host& host = fleet.admit(HostName{name}, Instant{1000s});
    host.row.labels = random_labels(dice);
    host.present = dice.once_in(2);
    if (dice.once_in(2)) host.checks[{CheckName{"disk"}, ""}].status = Status::Ok;
  }
  return fleet;
}

std::string shown(const Finding& finding) {
  return finding.rule->name.text + " " + std::string(to_text(finding.wanted)) + " [" + finding.error +
         "] key " + finding.key + " vars " + to_json(finding.vars) + " summary " + finding.summary;
}

// One rule, asked the long way. Everything a reader of docs/RULES.md would do by hand.
struct Asked {
  Finding finding;
  std::string key;  // also when the condition says no
};
Asked ask(const RuleDocument& rule, const Event& event, const Surroundings& around) {
  Asked asked{{&rule, Wanted::Yes, "", "", {}, ""}, ""};
  Finding& finding = asked.finding;
  const Host* host = around.fleet.find(event.host);
  if (!rule.enabled) return finding.wanted = Wanted::Disabled, asked;
  if (rule.hosts && !rule.hosts->match(event.host, host == nullptr ? Labels() : host->row.labels).matched())
    return finding.wanted = Wanted::OtherHost, asked;
  const auto fail = [&](const std::string& part, const EvalError& error) {
    finding = {&rule, Wanted::Error, part + ": " + error.message, "", {}, ""};
    return asked;
  };
  ValueMap names = names_for(event, around);
  const FleetView fleet(around.fleet);
  const expression::Scope scope{&names, around.now, around.zones, &fleet};
  ValueMap vars;
  for (const auto& [name, value] : rule.vars) {
    const Outcome outcome = value.evaluate(scope);
    if (const auto* error = std::get_if<EvalError>(&outcome)) return fail("vars", *error);
    vars.emplace(Value(name), std::get<Value>(outcome));
    names[Value("vars")] = finding.vars = Value(vars);
  }
  const Outcome answer = rule.condition.empty() ? Outcome(Value(true)) : rule.condition.evaluate(scope);
  if (const auto* error = std::get_if<EvalError>(&answer)) return fail("if", *error);
  const Value& value = std::get<Value>(answer);
  if (!value.is(Value::Kind::Bool))
    return fail("if", {"gives " + std::string(type_name(value)) + ", not true or false", 0});
  finding.wanted = value.as_bool() ? Wanted::Yes : Wanted::ConditionNo;
  std::string key = event.host.text;
  if (!event.check.empty()) key += ":" + event.check.text;
  if (!event.instance.empty()) key += ":" + event.instance;
  const Outcome own = rule.key.empty() ? Outcome(Value(key)) : rule.key.evaluate(scope);
  const auto* error = std::get_if<EvalError>(&own);
  if (error == nullptr) asked.key = rule.name.text + ":" + to_display(std::get<Value>(own));
  if (finding.wanted != Wanted::Yes) return asked;
  if (error != nullptr) return fail("key", *error);
  finding.key = asked.key;
  const Outcome summary = rule.summary.empty() ? Outcome(EvalError{}) : rule.summary.evaluate(scope);
  if (const auto* text = std::get_if<Value>(&summary)) finding.summary = to_display(*text);
  return asked;
}

struct LongWay {
  std::vector<std::string> matter;  // yes and errors
  std::vector<std::string> all;
  std::vector<std::string> keys;
};
LongWay long_way(const Configuration& config, const Event& event, const Surroundings& around) {
  LongWay found;
  const std::string type = event.type == "host.up" ? "host.down" : event.type;
  for (const RuleDocument& rule : config.rules) {
    if (std::ranges::none_of(rule.when, [&](const auto& glob) { return glob_match(glob, type); })) continue;
    const Asked asked = ask(rule, event, around);
    found.all.push_back(shown(asked.finding));
    if (asked.finding.wanted == Wanted::Yes || asked.finding.wanted == Wanted::Error)
      found.matter.push_back(found.all.back());
    if (!asked.key.empty()) found.keys.push_back(asked.key);
  }
  return found;
}

std::vector<std::string> shown(const std::vector<Finding>& findings) {
  std::vector<std::string> texts;
  texts.reserve(findings.size());
  for (const Finding& finding : findings) texts.push_back(shown(finding));
  return texts;
}

TEST(Reactor, AnswersAsIfEveryRuleHadBeenAsked) {
  std::size_t spared = 0;
  std::size_t wanted = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Dice dice(seed);
    const ConfigurationPtr config = random_rules(dice, 60);
    ASSERT_NE(config, nullptr);
    std::set<RuleName> names;
    for (const RuleDocument& rule : config->rules) names.insert(rule.name);
    for (int round = 0; round < 50; ++round) {
      const Fleet fleet = random_fleet(dice);
      const Surroundings around{fleet, kNow, nullptr};
      const Event event = random_event(dice);
      LongWay expected = long_way(*config, event, around);
      ASSERT_EQ(shown(react(*config, event, around)), expected.matter)
          << "seed " << seed << " round " << round;
      ASSERT_EQ(shown(review(*config, event, around)), expected.all) << "seed " << seed << " round " << round;
      std::vector<std::string> keys = cleared_keys(*config, event, around, names);
      std::ranges::sort(keys);
      std::ranges::sort(expected.keys);
      ASSERT_EQ(keys, expected.keys) << "seed " << seed << " round " << round;
      const Host* host = fleet.find(event.host);
      const std::string type = event.type == "host.up" ? "host.down" : event.type;
      wanted += expected.matter.size();
      spared += expected.all.size() - config->index.candidates(type, event, host).size();
    }
  }
  // The test is worth something only if rules are wanted, and if rules are spared.
  EXPECT_GT(wanted, 1'000u);
  EXPECT_GT(spared, 1'000u);
}

// A rule that does not want the event is not asked for its key, so what is wrong with that is no news.
TEST(Reactor, AKeyIsAskedOfWhoWantsTheEvent) {
  ConfigurationText text;
  text.documents.push_back({"rules.d/a.yaml",
                            "rules:\n  a:\n    when: check.disk\n    if: event.status == \"critical\"\n"
                            "    key: \"{{ event.labels.role }}\"\n    try: []\n"});
  const auto built = build_configuration(text, nullptr);
  ASSERT_TRUE(built.ok()) << render(built.issues);
  const Fleet fleet;
  Event event;
  event.type = "check.disk";
  event.status = Status::Warning;
  EXPECT_TRUE(react(*built.value, event, {fleet, kNow, nullptr}).empty());
  event.status = Status::Critical;
  const std::vector<Finding> findings = react(*built.value, event, {fleet, kNow, nullptr});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].wanted, Wanted::Error);
  EXPECT_EQ(findings[0].error, "key: no such key: role");
}

}  // namespace
}  // namespace balm::master
