// What an argument of a given type takes, and what it becomes. Used when a file loads for constants and when
// a step runs for what `{{ }}` gave.
#pragma once

#include "common/result.h"
#include "common/state/module_table.h"
#include "common/value.h"

namespace balm {

// Text from any scalar; TextList always a list of texts; Mode text of four octal digits or "keep"; Duration a
// duration (bare numbers are seconds); Size an int in bytes; Map from a map or a list of one-entry maps; List
// from a list or a lone value. Null stays null. Errors: Kind::Usage, "a duration like 30s is due, this is
// ...".
Result<Value> typed_argument(const Value& value, ArgumentType type);

}  // namespace balm
