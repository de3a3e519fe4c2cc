// Where the content of a file comes from. Internal to module `file`.
#pragma once

#include <string>

#include "agent/io/modules/module_plan.h"
#include "common/result.h"

namespace balm::agent::modules {

// The first of a list of sources that exists: paths, file:// and, where a folder stands for it, salt://.
// Errors: NotFound.
Result<std::string> find_source(const Value& sources, const HostSettings& host);

// Compares with argument `source_hash`, if there is one. Errors: BadData, in Salt's words.
Result<void> check_source_hash(const ModuleCall& call, const std::string& text);

// Argument `backup`: a suffix, true for ".bak", false for none. "" for none.
std::string backup_suffix(const Value& backup, std::string_view otherwise);

}  // namespace balm::agent::modules
