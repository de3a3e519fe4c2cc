// What a word means that is no event and no incident: an error code, a field of a file.
#pragma once

#include <string>
#include <string_view>

#include "cli/call.h"

namespace balm::cli {

// Errors: Kind::NotFound when nothing is known about the word.
Result<Exit> explain_word(Call& call, const std::string& word);

// Cells of the row of a Markdown table whose first cell is `key` (with or without backticks), joined by line
// breaks; empty when there is none.
std::string table_row(std::string_view document, std::string_view key);

}  // namespace balm::cli
