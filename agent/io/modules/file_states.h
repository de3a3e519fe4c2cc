// The functions of module `file`; rows in common/state/module_rows_file.cpp, meaning in docs/STATES.md.
#pragma once

#include "agent/io/modules/module_plan.h"

namespace balm::agent::modules {

Plan file_absent(const ModuleCall& call, const HostSettings& host);
Plan file_append(const ModuleCall& call, const HostSettings& host);
Plan file_blockreplace(const ModuleCall& call, const HostSettings& host);
Plan file_comment(const ModuleCall& call, const HostSettings& host);
Plan file_copy(const ModuleCall& call, const HostSettings& host);
Plan file_directory(const ModuleCall& call, const HostSettings& host);
Plan file_exists(const ModuleCall& call, const HostSettings& host);
Plan file_keyvalue(const ModuleCall& call, const HostSettings& host);
Plan file_managed(const ModuleCall& call, const HostSettings& host);
Plan file_missing(const ModuleCall& call, const HostSettings& host);
Plan file_prepend(const ModuleCall& call, const HostSettings& host);
Plan file_removed_older(const ModuleCall& call, const HostSettings& host);
Plan file_rename(const ModuleCall& call, const HostSettings& host);
Plan file_replace(const ModuleCall& call, const HostSettings& host);
Plan file_symlink(const ModuleCall& call, const HostSettings& host);
Plan file_touch(const ModuleCall& call, const HostSettings& host);
Plan file_uncomment(const ModuleCall& call, const HostSettings& host);

}  // namespace balm::agent::modules
