// The kinds of errors as words: what the master sends to the command line and what `--json` shows.
#pragma once

#include <string_view>

#include "common/result.h"

namespace balm {

std::string_view to_text(Error::Kind kind);  // "not_found"
// Io for words this version does not know.
Error::Kind error_kind_from_text(std::string_view text);

}  // namespace balm
