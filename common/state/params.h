// `params:` on top of a state file: what the state takes. Internal to common/state; bind_params() is in
// state_file.h.
#pragma once

#include <vector>

#include "common/expression/schema.h"
#include "common/issue.h"
#include "common/state/state_document.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// name -> type, or name -> {type, required, default, doc}. Codes E440-E442.
std::vector<Param> read_params(const YamlNode& node, Issues& issues);

// The names a step's expressions may use, with `params` as a closed record.
expression::Schema state_schema(const std::vector<Param>& params);

}  // namespace balm
