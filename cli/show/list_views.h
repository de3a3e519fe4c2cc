// The columns of every list `balm` prints. Titles are what --columns and --sort take; paths are the names in
// CSV.
#pragma once

#include <vector>

#include "cli/show/table.h"

namespace balm::cli {

const std::vector<Column>& host_columns();
const std::vector<Column>& key_columns();
const std::vector<Column>& maintenance_columns();
const std::vector<Column>& check_columns();
const std::vector<Column>& event_columns();
const std::vector<Column>& incident_columns();
const std::vector<Column>& attempt_columns();
const std::vector<Column>& state_columns();
const std::vector<Column>& rule_columns();

}  // namespace balm::cli
