// Looking for mistakes in files, on this machine: the very code the daemons read them with.
#pragma once

#include "cli/call.h"

namespace balm::cli {

Result<Exit> lint_rules(Call& call);
Result<Exit> validate_config(Call& call);

}  // namespace balm::cli
