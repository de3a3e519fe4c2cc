// Finding the files people write, on this machine. A folder is laid out as /etc/balm is: master.yaml,
// agent.yaml, rules.d, checks.d, notifiers.d, states; one that is not is taken for a folder of documents.
#pragma once

#include <string>
#include <vector>

#include "cli/lint_files.h"
#include "common/result.h"

namespace balm::cli {

// Everything in `folder`. Errors: NotFound (no such folder, nothing to read in it), Denied, Io.
Result<ConfigFiles> read_config_folder(const std::string& folder);

// Files and folders as they were named. For a single file in a rules.d the states beside that folder are
// known. Errors: as above.
Result<ConfigFiles> read_config_paths(const std::vector<std::string>& paths);

// The folder here when it is laid out so, else /etc/balm.
std::string usual_config_folder();

}  // namespace balm::cli
