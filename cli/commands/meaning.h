// What a word means that is no event and no incident: an error code, a field of a file.
#pragma once

#include <string>

#include "cli/call.h"

namespace balm::cli {

// Errors: Kind::NotFound when nothing is known about the word.
Result<Exit> explain_word(Call& call, const std::string& word);

}  // namespace balm::cli
