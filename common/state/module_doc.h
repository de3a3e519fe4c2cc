// The module table as text: for `balm states doc` and for docs/STATES.md, which a test compares with it.
#pragma once

#include <string>

#include "common/state/module_table.h"

namespace balm {

// What a function is for, its arguments and an example; a page for a terminal.
std::string function_text(const FunctionRow& function);

// All functions as Markdown: one heading each, arguments as a table, the example.
std::string module_reference();

}  // namespace balm
