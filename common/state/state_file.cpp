#include "common/state/state_file.h"

#include <algorithm>
#include <utility>

#include "common/limits.h"
#include "common/state/params.h"
#include "common/state/requisite_plan.h"
#include "common/state/requisite_resolver.h"
#include "common/state/sls_tree.h"
#include "common/state/step_compiler.h"

namespace balm {

namespace {

// Where Salt starts to count steps that say no order themselves, so that `order: 1` comes before all of them.
constexpr double kFirstAutoOrder = 10'000;

// A state takes what it and the files it includes declare; of the same name the including file's counts.
std::vector<Param> collect_params(const SlsTree& tree, Issues& issues) {
  std::vector<Param> params;
  for (auto file = tree.files.rbegin(); file != tree.files.rend(); ++file) {
    if (!(*file)->params) continue;
    for (Param& param : read_params(*(*file)->params, issues)) {
      const bool known = std::any_of(params.begin(), params.end(),
                                     [&](const Param& other) { return other.name == param.name; });
      if (!known) params.push_back(std::move(param));
    }
  }
  return params;
}

std::vector<StepDraft> compile_steps(const SlsTree& tree, ReadContext& context) {
  std::vector<StepDraft> drafts;
  double order = kFirstAutoOrder;
  for (const SlsStep& source : tree.steps) {
    for (StepDraft& draft : compile_step(source, order, context)) drafts.push_back(std::move(draft));
    order += 1;
    if (drafts.size() <= limits::kStepsPerStateMax) continue;
    context.report(source.id_node->error(
        "E450", "a state has at most " + std::to_string(limits::kStepsPerStateMax) + " steps", "split it"));
    break;
  }
  sort_by_order(drafts);
  return drafts;
}

void check_not_empty(const SlsTree& tree, std::string_view name, Issues& issues) {
  if (!tree.steps.empty() || has_errors(issues)) return;
  Issue issue;
  issue.code = "E401";
  issue.message = "state `" + std::string(name) + "` has no steps";
  if (!tree.asked.empty()) issue.place = tree.asked.front()->root->place();
  issues.push_back(std::move(issue));
}

}  // namespace

Parsed<StateDocument> compile_state(const StateFiles& files, std::string_view name) {
  Parsed<StateDocument> parsed;
  Issues& issues = parsed.issues;
  auto tree = load_sls_tree(files, name);
  issues = std::move(tree.issues);
  StateDocument& document = parsed.value;
  document.name = name;
  if (!tree.value.asked.empty()) document.doc = tree.value.asked.front()->doc;
  check_not_empty(tree.value, name, issues);

  apply_use(tree.value, issues);
  document.params = collect_params(tree.value, issues);
  const expression::Schema schema = state_schema(document.params);
  ReadContext context{schema, issues};
  std::vector<const SlsStep*> sources;
  for (StepDraft& draft : compile_steps(tree.value, context)) {
    document.steps.push_back(std::move(draft.step));
    sources.push_back(draft.source);
  }
  resolve_requisites(tree.value, sources, document.steps, issues);
  if (has_errors(issues)) return parsed;
  for (Issue& issue : find_cycles(document.steps)) issues.push_back(std::move(issue));
  if (parsed.ok()) document.plan = make_plan(document.steps);
  return parsed;
}

std::string state_name_of_path(std::string_view path) {
  if (!path.ends_with(".sls")) return "";
  path.remove_suffix(4);
  while (path.starts_with('/') || path.starts_with("./")) path.remove_prefix(path.starts_with('/') ? 1 : 2);
  std::string name(path);
  if (name.find('.') != std::string::npos) return "";  // a dot in a file name could not be told from a folder
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

}  // namespace balm
