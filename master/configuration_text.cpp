#include "master/configuration_text.h"

#include <algorithm>
#include <set>

#include "common/document/check_text.h"
#include "common/hash.h"
#include "common/state/state_file.h"
#include "common/value_json.h"
#include "common/yaml/whole_text.h"

namespace balm::master {
namespace {

constexpr std::size_t kRevisionDigits = 8;

using StateParams = std::map<std::string, KnownNames::Params>;

Value params_value(const StateDocument& document) {
  ValueMap params;
  for (const Param& param : document.params)
    params.emplace(Value(param.name), Value::map({{"type", to_text(param.type)},
                                                  {"required", param.required},
                                                  {"default", param.fallback},
                                                  {"doc", param.doc}}));
  return Value(std::move(params));
}

// Without `hosts` a check is only there to be named by rules: nobody gets all hosts by leaving something out.
void add_check(Configuration& config, const CheckDocument& check) {
  if (check.hosts && check.enabled)
    config.checks.push_back({check.name, check.place, *check.hosts, check_text(check)});
}

// The other files a compiled state draws its steps from, so that a dispatch carries them along.
std::vector<StateName> includes_of(const StateDocument& document) {
  std::set<std::string> names;
  for (const Step& step : document.steps)
    if (step.sls != document.name) names.insert(step.sls);
  std::vector<StateName> list;
  list.reserve(names.size());
  for (const std::string& name : names) list.push_back(StateName{name});
  return list;
}

StateParams read_states(const ConfigurationText& text, Configuration& config, Issues& issues) {
  StateFiles files;
  for (const NamedText& file : text.states) {
    const std::string name = state_name_of_path(file.name);
    if (!name.empty()) files[name] = file.text;
  }
  StateParams params;
  for (const NamedText& file : text.states) {
    const std::string name = state_name_of_path(file.name);
    if (name.empty()) continue;
    if (auto cut = find_cut(file.text, file.name)) issues.push_back(*std::move(cut));
    Parsed<StateDocument> document = compile_state(files, name);
    for (Issue& issue : document.issues) {
      if (std::find(issues.begin(), issues.end(), issue) == issues.end()) issues.push_back(std::move(issue));
    }
    StateText state;
    state.name = StateName{name};
    state.file = file.name;
    state.text = file.text;
    state.includes = includes_of(document.value);
    state.params = params_value(document.value);
    state.doc = document.value.doc;
    state.steps = document.value.steps.size();
    for (const Param& param : document.value.params) params[name][param.name] = param.required;
    params.try_emplace(name);
    config.states.emplace(state.name, std::move(state));
  }
  return params;
}

}  // namespace

Parsed<ConfigurationPtr> build_configuration(const ConfigurationText& text, const ZoneSource* zones,
                                             const ReadTree& read) {
  auto config = std::make_shared<Configuration>();  // shared: see configuration.h
  Parsed<ConfigurationPtr> parsed;
  const StateParams params = read_states(text, *config, parsed.issues);
  KnownNames known;
  known.zones = zones;
  known.states = &params;
  known.hands_checks_down = true;
  Parsed<Documents> documents = read_documents(text.documents, known, read);
  parsed.issues.insert(parsed.issues.end(), documents.issues.begin(), documents.issues.end());
  config->rules = std::move(documents.value.rules);
  config->notifiers = std::move(documents.value.notifiers);
  if (parsed.ok())
    for (const CheckDocument& check : documents.value.checks) add_check(*config, check);
  std::ranges::sort(config->checks, {}, &HandedCheck::name);
  config->escalate = text.escalate;
  config->index = RuleIndex(config->rules);
  config->texts = to_stored(text);
  config->revision = sha256_hex(config->texts).substr(0, kRevisionDigits);
  if (parsed.ok()) parsed.value = std::move(config);
  return parsed;
}

std::string to_stored(const ConfigurationText& text) {
  const auto list = [](const std::vector<NamedText>& files) {
    ValueList values;
    for (const NamedText& file : files)
      values.push_back(Value::map({{"name", file.name}, {"text", file.text}}));
    return Value(std::move(values));
  };
  ValueList escalate;
  for (const std::string& name : text.escalate) escalate.emplace_back(name);
  return to_json(Value::map({{"documents", list(text.documents)},
                             {"states", list(text.states)},
                             {"escalate", Value(std::move(escalate))}}));
}

ConfigurationText from_stored(std::string_view json) {
  ConfigurationText text;
  const Result<Value> stored = value_from_json(json);
  if (!stored) return text;
  const auto read = [&](std::string_view part, std::vector<NamedText>& into) {
    const Value& list = (*stored)[part];
    if (!list.is(Value::Kind::List)) return;
    for (const Value& file : list.as_list())
      into.push_back({file["name"].string_or(), file["text"].string_or()});
  };
  read("documents", text.documents);
  read("states", text.states);
  const Value& escalate = (*stored)["escalate"];
  if (escalate.is(Value::Kind::List))
    for (const Value& name : escalate.as_list()) text.escalate.push_back(name.string_or());
  return text;
}

}  // namespace balm::master
