#include "cli/lint_files.h"

#include <algorithm>
#include <utility>

#include "common/document/agent_config.h"
#include "common/document/master_config.h"
#include "common/state/state_file.h"
#include "common/yaml/whole_text.h"

namespace balm::cli {
namespace {

using StateParams = std::map<std::string, KnownNames::Params>;

void add(Issues& all, const Issues& some) {
  for (const Issue& issue : some)
    if (std::ranges::find(all, issue) == all.end()) all.push_back(issue);
}

// A place in a state file is named after the state by its reader; people look for the file.
void name_files(Issues& issues, const ConfigFiles& files) {
  for (Issue& issue : issues) {
    for (const NamedText& file : files.states)
      if (issue.place.source == state_name_of_path(file.name) || issue.place.source == file.name) {
        issue.place.source = files.states_folder + file.name;
        break;
      }
  }
}

StateParams lint_states(const ConfigFiles& files, Issues& issues) {
  StateFiles texts;
  for (const NamedText& file : files.states)
    if (const std::string name = state_name_of_path(file.name); !name.empty()) texts[name] = file.text;
  StateParams params;
  for (const auto& [name, text] : texts) {
    Parsed<StateDocument> state = compile_state(texts, name);
    if (auto cut = find_cut(text, name)) state.issues.push_back(*std::move(cut));
    name_files(state.issues, files);
    if (!files.states_only_known) add(issues, state.issues);
    for (const Param& param : state.value.params) params[name][param.name] = param.required;
    params.try_emplace(name);
  }
  return params;
}

}  // namespace

Issues lint(const ConfigFiles& files, const ZoneSource* zones) {
  Issues issues;
  for (const NamedText& file : files.master) add(issues, parse_master_config(file.text, file.name).issues);
  for (const NamedText& file : files.agent) add(issues, parse_agent_config(file.text, file.name).issues);
  Issues of_states;
  const StateParams params = lint_states(files, of_states);
  KnownNames known;
  known.zones = zones;
  known.states = files.states_complete ? &params : nullptr;
  known.notifiers_complete = files.notifiers_complete;
  known.hands_checks_down = !files.master.empty();
  if (!files.documents.empty()) add(issues, read_documents(files.documents, known).issues);
  add(issues, of_states);
  return issues;
}

Value lint_report(const Issues& issues, std::size_t files) {
  ValueList list;
  std::int64_t errors = 0;
  for (const Issue& issue : issues) {
    errors += issue.is_error() ? 1 : 0;
    list.push_back(Value::map({{"severity", issue.is_error() ? "error" : "warning"},
                               {"code", issue.code},
                               {"message", issue.message},
                               {"guess", issue.guess},
                               {"file", issue.place.source},
                               {"line", issue.place.line},
                               {"column", issue.place.column},
                               {"excerpt", issue.excerpt}}));
  }
  const auto all = static_cast<std::int64_t>(issues.size());
  return Value::map({{"issues", Value(std::move(list))},
                     {"files", static_cast<std::int64_t>(files)},
                     {"errors", errors},
                     {"warnings", all - errors}});
}

}  // namespace balm::cli
