#include "master/reactor.h"

#include <algorithm>
#include <unordered_map>

#include "common/glob.h"
#include "common/wire.h"

namespace balm::master {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::Scope;

Finding failed(const RuleDocument& rule, std::string_view part, const EvalError& error) {
  return {&rule, Wanted::Error, std::string(part) + ": " + error.message, "", {}, ""};
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

// `host.up` is the other end of `host.down`: the same rules are asked, and both must give one key.
std::string_view asked_type(const Event& event) {
  return event.type == "host.up" ? std::string_view("host.down") : std::string_view(event.type);
}

Value host_value(const Event& event, const Host* host, bool with_checks) {
  if (host != nullptr) return Fleet::to_value(*host, with_checks);
  return Value::map({{"name", event.host.text},
                     {"labels", Value(ValueMap{})},
                     {"up", false},
                     {"checks", Value(ValueMap{})}});
}

// The newest of the check that the event speaks of; null when none is known.
Value standing_of(const Event& event, const Host* host) {
  if (host == nullptr) return {};
  const auto standing = host->checks.find({event.check, event.instance});
  return standing == host->checks.end() ? Value() : wire::to_value(standing->second);
}

// Rules often share a condition to the letter (event.status == "critical"): each text is evaluated once an
// event.
using ConditionMemo = std::unordered_map<std::string_view, Outcome>;

// One event as rules see it. Names are made when a rule that reads them is asked: most events concern no
// rule, and all checks of a host are a lot to copy.
class Hearing {
 public:
  Hearing(const Event& event, const Surroundings& around)
      : event_(event),
        around_(around),
        host_(event.host.empty() ? nullptr : around.fleet.find(event.host)),
        fleet_(around.fleet) {}

  const Host* host() const { return host_; }

  // Disabled, OtherHost, Error, ConditionNo or Yes; the rest of the finding is filled for Yes.
  Finding ask(const RuleDocument& rule, RuleIndex::Reads reads) {
    Finding finding = decide(rule, reads);
    if (finding.wanted != Wanted::Yes || !settle_key(rule, finding) || rule.summary.empty()) return finding;
    const Outcome summary = rule.summary.evaluate(scope());
    if (const Value* text = std::get_if<Value>(&summary)) finding.summary = to_display(*text);
    return finding;
  }

  // The key of what the rule would open, whether or not it wants the event; empty when it does not say.
  std::string key(const RuleDocument& rule, RuleIndex::Reads reads) {
    Finding finding = decide(rule, reads);
    if (finding.wanted != Wanted::Yes && finding.wanted != Wanted::ConditionNo) return "";
    return settle_key(rule, finding) ? finding.key : "";
  }

 private:
  Scope scope() const { return {&names_, around_.now, around_.zones, &fleet_}; }

  Finding decide(const RuleDocument& rule, RuleIndex::Reads reads) {
    if (!rule.enabled) return {&rule, Wanted::Disabled, "", "", {}, ""};
    static const Labels kNone;
    if (rule.hosts && !rule.hosts->match(event_.host, host_ == nullptr ? kNone : host_->row.labels).matched())
      return {&rule, Wanted::OtherHost, "", "", {}, ""};
    make_names(reads);
    Finding finding{&rule, Wanted::Yes, "", "", {}, ""};
    if (const auto before = names_.find(std::string_view("vars")); before != names_.end())
      names_.erase(before);
    if (!rule.vars.empty()) {
      Outcome vars = vars_of(rule, names_, scope());
      if (const auto* error = std::get_if<EvalError>(&vars)) return failed(rule, "vars", *error);
      finding.vars = std::get<Value>(std::move(vars));
      names_[Value("vars")] = finding.vars;
    }
    if (rule.condition.empty()) return finding;
    const Outcome outcome = condition_of(rule);
    if (const auto* error = std::get_if<EvalError>(&outcome)) return failed(rule, "if", *error);
    const Value& value = std::get<Value>(outcome);
    if (!value.is(Value::Kind::Bool))
      return failed(rule, "if", {"gives " + std::string(type_name(value)) + ", not true or false", 0});
    if (!value.as_bool()) finding.wanted = Wanted::ConditionNo;
    return finding;
  }

  // A condition that reads `vars` means something else in each rule.
  Outcome condition_of(const RuleDocument& rule) {
    if (!rule.vars.empty()) return rule.condition.evaluate(scope());
    const auto [place, fresh] = memo_.try_emplace(rule.condition.text());
    if (fresh) place->second = rule.condition.evaluate(scope());
    return place->second;
  }

  // Fills the key; false, with an error instead of the finding, when it cannot be evaluated.
  bool settle_key(const RuleDocument& rule, Finding& finding) {
    if (rule.key.empty()) {
      finding.key = default_key(rule, event_);
      return true;
    }
    const Outcome outcome = rule.key.evaluate(scope());
    if (const auto* error = std::get_if<EvalError>(&outcome)) {
      finding = failed(rule, "key", *error);
      return false;
    }
    finding.key = rule.name.text + ":" + to_display(std::get<Value>(outcome));
    return true;
  }

  void make_names(RuleIndex::Reads reads) {
    if ((reads.event & ~event_made_) != 0) {
      event_made_ |= reads.event;
      names_.insert_or_assign(Value("event"), wire::to_value(event_, event_made_));
    }
    if (reads.host_checks && !checks_made_) {
      names_.insert_or_assign(Value("host"), host_value(event_, host_, true));
      host_made_ = checks_made_ = true;
    } else if (reads.host && !host_made_) {
      names_.emplace(Value("host"), host_value(event_, host_, false));
      host_made_ = true;
    }
    if (reads.check && !check_made_) {
      names_.emplace(Value("check"), standing_of(event_, host_));
      check_made_ = true;
    }
  }

  const Event& event_;
  const Surroundings& around_;
  const Host* host_;
  FleetView fleet_;
  ValueMap names_;
  ConditionMemo memo_;
  wire::EventFields event_made_ = 0;
  bool host_made_ = false;
  bool checks_made_ = false;
  bool check_made_ = false;
};

// Interested rules are in file order, and so are the findings.
std::vector<Finding> ask_all(const Configuration& config, const RuleNumbers& rules, Hearing& hearing,
                             bool nos_too) {
  std::vector<Finding> findings;
  for (const std::uint32_t at : rules) {
    Finding finding = hearing.ask(config.rules[at], config.index.reads(at));
    if (nos_too || finding.wanted == Wanted::Yes || finding.wanted == Wanted::Error)
      findings.push_back(std::move(finding));
  }
  return findings;
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
  const Host* host = event.host.empty() ? nullptr : around.fleet.find(event.host);
  ValueMap names;
  names.emplace(Value("event"), wire::to_value(event));
  names.emplace(Value("host"), host_value(event, host, true));
  names.emplace(Value("check"), standing_of(event, host));
  return names;
}

std::vector<Finding> react(const Configuration& config, const Event& event, const Surroundings& around) {
  Hearing hearing(event, around);
  return ask_all(config, config.index.candidates(asked_type(event), event, hearing.host()), hearing, false);
}

std::vector<Finding> review(const Configuration& config, const Event& event, const Surroundings& around) {
  Hearing hearing(event, around);
  return ask_all(config, config.index.interested(asked_type(event)), hearing, true);
}

std::vector<std::string> cleared_keys(const Configuration& config, const Event& event,
                                      const Surroundings& around, const std::set<RuleName>& rules) {
  const std::string_view type = asked_type(event);
  const auto fits = [&](const std::string& glob) { return glob_match(glob, type); };
  Hearing hearing(event, around);
  std::vector<std::string> keys;
  for (const RuleName& name : rules) {
    const std::optional<std::size_t> at = config.index.find(name);
    if (!at || std::ranges::none_of(config.rules[*at].when, fits)) continue;
    std::string key = hearing.key(config.rules[*at], config.index.reads(*at));
    if (!key.empty()) keys.push_back(std::move(key));
  }
  return keys;
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
