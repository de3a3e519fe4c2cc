// --columns and --sort: which columns of a list are wanted, and in which order its rows come.
#pragma once

#include <vector>

#include "cli/show/table.h"

namespace balm::cli {

// Errors: Kind::Usage for a title that does not exist, with the nearest one and all that do.
Result<std::vector<Column>> chosen_columns(const std::vector<Column>& columns, const TableChoice& choice);

// By the raw value of the column, numbers by size, texts so that web2 comes before web10. Stable. Errors: as
// above.
Result<ValueList> sorted_rows(const std::vector<Column>& columns, const ValueList& rows,
                              const TableChoice& choice);

// Texts compared as people sort them: runs of digits by their number.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace balm::cli
