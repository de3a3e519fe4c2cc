// The rows of the module table, one file per module. Internal to common/state: everybody else asks
// module_table.h.
#pragma once

#include <span>

#include "common/state/module_table.h"

namespace balm {

// Each sorted by name.
std::span<const FunctionRow> cmd_rows();
std::span<const FunctionRow> file_rows();
std::span<const FunctionRow> process_rows();
std::span<const FunctionRow> service_rows();
std::span<const FunctionRow> test_rows();

}  // namespace balm
