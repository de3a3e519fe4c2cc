// Rows of the master as an onlooker sees them: translated from what the core asked to keep, and read back
// from the tables.
#pragma once

#include <vector>

#include "common/result.h"
#include "master/effect.h"
#include "master/io/database.h"
#include "sim/fact.h"

namespace balm::sim {

// Nothing for effects that store nothing, or nothing that is judged.
std::vector<Row> rows_of(const master::Effects& effects);

// All rows of a database, each kind in the order of its ids.
Result<std::vector<Row>> rows_in(master::Database& database);

}  // namespace balm::sim
