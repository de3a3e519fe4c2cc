// Texts of configuration files -> everything that is wrong with them, by the same readers the daemons use.
// Pure; who finds the files is cli/config_files.
#pragma once

#include <string>
#include <vector>

#include "common/document/document.h"
#include "common/issue.h"
#include "common/value.h"
#include "common/zone.h"

namespace balm::cli {

struct ConfigFiles {
  std::vector<NamedText> documents;  // checks, rules, notifiers
  std::vector<NamedText> states;     // names below the states folder: nginx/restart.sls
  std::string states_folder;         // put before those names where people see them: "states/"
  std::vector<NamedText> master;     // master.yaml
  std::vector<NamedText> agent;      // agent.yaml
  bool states_complete = false;      // every state there is: references to others are faults
  bool notifiers_complete = false;
  bool states_only_known = false;  // states serve as names only; their own faults are not shown

  std::size_t count() const {
    return documents.size() + (states_only_known ? 0 : states.size()) + master.size() + agent.size();
  }
};

// In the order of the files; each fault once. `zones` may be nullptr: names of zones are not checked then.
Issues lint(const ConfigFiles& files, const ZoneSource* zones);

// {"issues": [{severity, code, message, guess, file, line, column, excerpt}], "files", "errors", "warnings"}
Value lint_report(const Issues& issues, std::size_t files);

}  // namespace balm::cli
