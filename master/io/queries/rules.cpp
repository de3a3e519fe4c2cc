// Rules and states as they run now.
#include "common/duration_text.h"
#include "common/nearest.h"
#include "common/state_hash.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"

namespace balm::master::queries {
namespace {

struct Figures {
  std::int64_t attempts = 0;
  std::int64_t healed = 0;
  std::int64_t failed = 0;
  std::int64_t incidents = 0;
  std::int64_t last_ms = 0;
};

Result<Figures> figures_of(const Desk& desk, const RuleName& rule) {
  auto rows = Select(
                  "SELECT count(*), sum(healed), sum(outcome IN ('failed','timed_out','abandoned')), "
                  "max(started) FROM attempts")
                  .where("rule=?", rule.text)
                  .prepare(desk.store.database());
  if (!rows) return rows.error();
  const auto found = rows->row();
  if (!found) return found.error();
  Figures figures{rows->integer(0), rows->integer(1), rows->integer(2), 0, rows->integer(3)};
  auto incidents =
      Select("SELECT count(*) FROM incidents").where("rule=?", rule.text).prepare(desk.store.database());
  if (!incidents) return incidents.error();
  const auto counted = incidents->row();
  if (!counted) return counted.error();
  figures.incidents = incidents->integer(0);
  return figures;
}

Value texts(const std::vector<std::string>& list) {
  ValueList values;
  for (const std::string& text : list) values.emplace_back(text);
  return Value(std::move(values));
}

std::int64_t ms(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

Result<Value> rule_value(const Desk& desk, const RuleDocument& rule) {
  const auto figures = figures_of(desk, rule.name);
  if (!figures) return figures.error();
  return Value::map({{"name", rule.name.text},
                     {"file", rule.place.source},
                     {"line", rule.place.line},
                     {"when", texts(rule.when)},
                     {"if", rule.condition.text()},
                     {"mode", to_text(rule.mode)},
                     {"enabled", rule.enabled},
                     {"rungs", static_cast<std::int64_t>(rule.ladder.size())},
                     {"matched", figures->incidents},
                     {"attempts", figures->attempts},
                     {"healed", figures->healed},
                     {"failed", figures->failed},
                     {"last_ms", figures->last_ms == 0 ? Value() : Value(figures->last_ms)},
                     {"runbook", rule.runbook}});
}

Value guard_value(const GuardSettings& guard) {
  return Value::map({{"cooldown_ms", ms(guard.cooldown)},
                     {"max", std::to_string(guard.max.count) + " per " + duration_text(guard.max.per)},
                     {"max_count", static_cast<std::int64_t>(guard.max.count)},
                     {"max_per_ms", ms(guard.max.per)},
                     {"at_once", guard.at_once ? guard.at_once->text : "5% of all hosts, at least 1"},
                     {"attempts", static_cast<std::int64_t>(guard.attempts)}});
}

Value ladder_value(const RuleDocument& rule) {
  ValueList rungs;
  for (const Rung& rung : rule.ladder)
    rungs.push_back(Value::map(
        {{"run", rung.run.text}, {"if", rung.condition.text()}, {"timeout_ms", ms(rung.timeout)}}));
  return Value(std::move(rungs));
}

Error unknown(std::string_view kind, const std::string& name, const std::vector<std::string>& known) {
  const std::string guess = did_you_mean(name, known);
  return {Error::Kind::NotFound,
          "there is no " + std::string(kind) + " \"" + name + "\"" + (guess.empty() ? "" : "; " + guess),
          "balm " + std::string(kind) + "s list"};
}

Value state_value(const StateText& state) {
  return Value::map({{"name", state.name.text},
                     {"file", state.file},
                     {"params", state.params},
                     {"doc", state.doc},
                     {"hash", state_files_hash({{state.name.text, state.text}})},
                     {"steps", static_cast<std::int64_t>(state.steps)}});
}

}  // namespace

Result<Value> rules_list(const Desk& desk, const Value&) {
  ValueList list;
  for (const RuleDocument& rule : desk.state.config->rules) {
    auto value = rule_value(desk, rule);
    if (!value) return value.error();
    list.push_back(std::move(value).value());
  }
  return Value::map({{"rules", Value(std::move(list))}});
}

Result<Value> rules_show(const Desk& desk, const Value& args) {
  const std::string name = args["name"].string_or();
  const RuleDocument* rule = desk.state.config->find_rule(RuleName{name});
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const RuleDocument& one : desk.state.config->rules) known.push_back(one.name.text);
    return unknown("rule", name, known);
  }
  auto value = rule_value(desk, *rule);
  if (!value) return value.error();
  ValueMap whole = value->as_map();
  whole.emplace(Value("text"), rule->text);
  whole.emplace(Value("guard"), guard_value(rule->guard));
  whole.emplace(Value("ladder"), ladder_value(*rule));
  whole.emplace(Value("verify"), Value::map({{"check", rule->verify.check.text},
                                             {"ok", static_cast<std::int64_t>(rule->verify.ok)},
                                             {"within_ms", ms(rule->verify.within)}}));
  whole.emplace(Value("escalate"),
                texts(rule->escalate.empty() ? desk.state.config->escalate : rule->escalate));
  return Value::map({{"rule", Value(std::move(whole))}});
}

Result<Value> states_list(const Desk& desk, const Value&) {
  ValueList list;
  for (const auto& [name, state] : desk.state.config->states) list.push_back(state_value(state));
  return Value::map({{"states", Value(std::move(list))}});
}

Result<Value> states_show(const Desk& desk, const Value& args) {
  const std::string name = args["name"].string_or();
  const auto state = desk.state.config->states.find(StateName{name});
  if (state == desk.state.config->states.end()) {
    std::vector<std::string> known;
    for (const auto& [one, text] : desk.state.config->states) known.push_back(one.text);
    return unknown("state", name, known);
  }
  ValueMap whole = state_value(state->second).as_map();
  whole.emplace(Value("text"), state->second.text);
  return Value::map({{"state", Value(std::move(whole))}});
}

}  // namespace balm::master::queries
