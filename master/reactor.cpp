#include "master/reactor.h"

#include <unordered_map>

#include "common/wire.h"

namespace balm::master {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::Scope;

// Rules often share a condition to the letter ("event.status == \"critical\""); each text is evaluated once
// an event.
using ConditionMemo = std::unordered_map<std::string_view, Outcome>;

const Outcome& condition_of(const RuleDocument& rule, const Scope& scope, ConditionMemo& memo) {
  const auto known = memo.find(rule.condition.text());
  if (known != memo.end()) return known->second;
  return memo.emplace(rule.condition.text(), rule.condition.evaluate(scope)).first->second;
}

Finding failed(const RuleDocument& rule, std::string_view part, const EvalError& error) {
  return {&rule, Wanted::Error, std::string(part) + ": " + error.message, "", {}, ""};
}

bool uses_vars(const RuleDocument& rule) {
  return !rule.vars.empty();
}

// The values of `vars`, in file order; a later one sees the earlier ones.
Outcome vars_of(const RuleDocument& rule, ValueMap& names, Scope scope) {
  ValueMap vars;
  for (const auto& [name, text] : rule.vars) {
    names[Value("vars")] = Value(vars);
    scope.names = &names;
    Outcome outcome = text.evaluate(scope);
    if (std::holds_alternative<EvalError>(outcome)) return outcome;
    vars.emplace(Value(name), std::get<Value>(std::move(outcome)));
  }
  return Value(std::move(vars));
}

std::string default_key(const RuleDocument& rule, const Event& event) {
  std::string key = rule.name.text + ":" + event.host.text;
  if (!event.check.empty()) key += ":" + event.check.text;
  if (!event.instance.empty()) key += ":" + event.instance;
  return key;
}

// `host.up` is the other end of `host.down`, so both must give one key.
std::string key_of(const RuleDocument& rule, const Event& event, const Scope& scope, Finding& finding) {
  if (rule.key.empty()) return default_key(rule, event);
  const Outcome outcome = rule.key.evaluate(scope);
  if (const auto* error = std::get_if<EvalError>(&outcome)) {
    finding = failed(rule, "key", *error);
    return "";
  }
  return rule.name.text + ":" + to_display(std::get<Value>(outcome));
}

Finding judge(const RuleDocument& rule, const Event& event, ValueMap& names, const Scope& base,
              ConditionMemo& memo) {
  Scope scope = base;
  Finding finding{&rule, Wanted::Yes, "", "", {}, ""};
  if (uses_vars(rule)) {
    Outcome vars = vars_of(rule, names, scope);
    if (const auto* error = std::get_if<EvalError>(&vars)) return failed(rule, "vars", *error);
    finding.vars = std::get<Value>(std::move(vars));
    names[Value("vars")] = finding.vars;
  }
  if (!rule.condition.empty()) {
    const Outcome outcome =
        uses_vars(rule) ? rule.condition.evaluate(scope) : condition_of(rule, scope, memo);
    if (const auto* error = std::get_if<EvalError>(&outcome)) return failed(rule, "if", *error);
    const Value& value = std::get<Value>(outcome);
    if (!value.is(Value::Kind::Bool))
      return failed(rule, "if", {"gives " + std::string(type_name(value)) + ", not true or false", 0});
    if (!value.as_bool()) finding.wanted = Wanted::ConditionNo;
  }
  finding.key = key_of(rule, event, scope, finding);
  return finding;
}

}  // namespace

std::string_view to_text(Wanted wanted) {
  switch (wanted) {
    case Wanted::Yes:
      return "yes";
    case Wanted::Disabled:
      return "disabled";
    case Wanted::OtherHost:
      return "other_host";
    case Wanted::ConditionNo:
      return "condition_no";
    case Wanted::Error:
      return "error";
  }
  return "error";
}

ValueMap names_for(const Event& event, const Surroundings& around) {
  ValueMap names;
  names.emplace(Value("event"), wire::to_value(event));
  const Host* host = event.host.empty() ? nullptr : around.fleet.find(event.host);
  names.emplace(Value("host"), host == nullptr ? Value::map({{"name", event.host.text},
                                                             {"labels", Value(ValueMap{})},
                                                             {"up", false},
                                                             {"checks", Value(ValueMap{})}})
                                               : Fleet::to_value(*host));
  Value check;
  if (host != nullptr) {
    const auto standing = host->checks.find({event.check, event.instance});
    if (standing != host->checks.end()) check = wire::to_value(standing->second);
  }
  names.emplace(Value("check"), std::move(check));
  return names;
}

std::vector<Finding> react(const Configuration& config, const Event& event, const Surroundings& around) {
  std::vector<Finding> findings;
  const std::vector<std::size_t> interested =
      config.index.interested(event.type == "host.up" ? "host.down" : event.type);
  if (interested.empty()) return findings;
  ValueMap names = names_for(event, around);
  const FleetView fleet(around.fleet);
  const Scope scope{&names, around.now, around.zones, &fleet};
  ConditionMemo memo;
  for (const std::size_t at : interested) {
    const RuleDocument& rule = config.rules[at];
    if (!rule.enabled) {
      findings.push_back({&rule, Wanted::Disabled, "", "", {}, ""});
      continue;
    }
    const Host* host = around.fleet.find(event.host);
    const Labels none;
    if (rule.hosts && !rule.hosts->match(event.host, host == nullptr ? none : host->row.labels).matched()) {
      findings.push_back({&rule, Wanted::OtherHost, "", "", {}, ""});
      continue;
    }
    names.erase(Value("vars"));
    Finding finding = judge(rule, event, names, scope, memo);
    if (finding.wanted == Wanted::Yes && !rule.summary.empty()) {
      const Outcome summary = rule.summary.evaluate(scope);
      if (const Value* text = std::get_if<Value>(&summary)) finding.summary = to_display(*text);
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

Value FleetView::hosts(std::string_view selector) const {
  const Parsed<Selector> parsed = Selector::parse(selector, {});
  ValueList list;
  if (!parsed.ok()) return Value(std::move(list));
  for (const HostName& name : fleet_.select(parsed.value))
    list.push_back(Fleet::to_value(*fleet_.find(name)));
  return Value(std::move(list));
}

}  // namespace balm::master
