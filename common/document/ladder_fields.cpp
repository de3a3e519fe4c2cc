#include "common/document/ladder_fields.h"

#include <algorithm>

#include "common/document/rule_schema.h"
#include "common/limits.h"
#include "common/nearest.h"
#include "common/yaml/expression_fields.h"

namespace balm {
namespace {

constexpr Range<Duration> kTimeout{1s, 24h};
constexpr Range<Duration> kWithin{1s, 24h};
constexpr Range<std::int64_t> kOk{1, 100};

std::vector<std::string> names_of(const std::map<std::string, KnownNames::Params>& states) {
  std::vector<std::string> names;
  names.reserve(states.size());
  for (const auto& [name, params] : states) names.push_back(name);
  return names;
}

// Missing and unknown parameters, at the place where the state is called.
void check_params(const YamlNode& run, const YamlNode* with, const KnownNames::Params& params,
                  Issues& issues) {
  std::vector<std::string> names;
  for (const auto& [name, required] : params) {
    names.push_back(name);
    const bool given = with != nullptr && with->find(name) != nullptr;
    if (required && !given)
      issues.push_back(
          run.error("E229", "state `" + run.text + "` needs `" + name + "`", "add it below `with:`"));
  }
  if (with == nullptr) return;
  for (const YamlEntry& entry : with->entries)
    if (params.find(entry.key.text) == params.end())
      issues.push_back(entry.key.error("E229", "state `" + run.text + "` takes no `" + entry.key.text + "`",
                                       did_you_mean(entry.key.text, names)));
}

void check_state(const YamlNode& rung, const KnownNames& known, Issues& issues) {
  const YamlNode* run = rung.find("run");
  if (known.states == nullptr || run == nullptr || !valid_id(run->text)) return;
  const auto state = known.states->find(run->text);
  if (state == known.states->end()) {
    issues.push_back(run->error("E227", "there is no state `" + run->text + "`",
                                did_you_mean(run->text, names_of(*known.states))));
  } else {
    check_params(*run, rung.find("with"), state->second, issues);
  }
}

Rung read_rung(const YamlNode& node, const expression::Schema& schema, const KnownNames& known,
               Issues& issues) {
  Rung rung;
  Fields fields(node, "a rung of `try`", issues);
  rung.run.text = fields.required_id("run");
  const YamlNode* run = node.find("run");
  rung.place = run == nullptr ? node.place() : run->place();
  rung.with = read_named_values(fields, "with", schema);
  rung.condition = read_condition(fields, "if", schema);
  rung.timeout = fields.duration("timeout", rung.timeout, kTimeout);
  if (fields.find("verify") != nullptr) rung.verify = read_verify(fields, {});
  fields.not_yet({"target", "approve", "undo"});
  fields.finish();
  check_state(node, known, issues);
  return rung;
}

}  // namespace

Verify read_verify(Fields& fields, const Verify& fallback) {
  const YamlNode* node = fields.find("verify");
  if (node == nullptr) return fallback;
  Verify verify;
  Fields inner(*node, "`verify`", fields.issues());
  verify.check.text = inner.id("check");
  verify.ok = static_cast<std::uint32_t>(inner.whole("ok", verify.ok, kOk));
  verify.within = inner.duration("within", verify.within, kWithin);
  inner.not_yet({"if", "every", "clear"});
  inner.finish();
  return verify;
}

std::vector<Rung> read_ladder(Fields& rule, const std::vector<std::string>& vars, const KnownNames& known) {
  std::vector<Rung> ladder;
  const YamlNode* node = rule.require("try");
  if (node == nullptr) return ladder;
  if (!node->is_sequence())
    rule.issues().push_back(node->error("E212",
                                        "`try` is a list of rungs, not " + std::string(kind_name(*node)),
                                        "begin each with `- run: STATE`; [] only tells people"));
  if (node->items.size() > limits::kRungsMax)
    rule.issues().push_back(
        node->error("E225", "a ladder has at most " + std::to_string(limits::kRungsMax) + " rungs"));
  const expression::Schema schema = rung_schema(vars);
  for (const YamlNode& item : node->items) ladder.push_back(read_rung(item, schema, known, rule.issues()));
  return ladder;
}

}  // namespace balm
