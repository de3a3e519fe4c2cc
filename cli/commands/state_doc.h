// `balm states doc`: what the functions do that states call; from the table the runner itself reads.
#pragma once

#include "cli/call.h"

namespace balm::cli {

Result<Exit> state_doc(Call& call);

}  // namespace balm::cli
