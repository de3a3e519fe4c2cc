// Looking things up in the tables of a page in Markdown: error codes in docs/ERRORS.md, fields in
// docs/RULES.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace balm::cli {

using TableRow = std::vector<std::string>;  // its cells, without the blanks and backticks around them

// All rows of all tables; heads and the lines below them are left out. With a `section` only those below the
// heading
// "## section".
std::vector<TableRow> table_rows(std::string_view document, std::string_view section = "");

// Whether a first cell, "`warning`, `critical`" or "`try[].run`", names `field`, or with `and_below`
// something inside it: "guard" and "guard.max". `try.run` means `try[].run`.
bool names_field(std::string_view cell, std::string_view field, bool and_below);

}  // namespace balm::cli
