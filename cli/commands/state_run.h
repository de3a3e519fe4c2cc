// `balm states run`: the one command that changes hosts at a person's word.
#pragma once

#include "cli/call.h"

namespace balm::cli {

Result<Exit> run_state(Call& call);

}  // namespace balm::cli
