// YAML -> Argument of the type its function asks for. Internal to common/state.
#pragma once

#include "common/expression/schema.h"
#include "common/issue.h"
#include "common/state/argument.h"
#include "common/state/module_table.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// What every reader of steps needs: the names expressions may use, and where faults go.
struct ReadContext {
  const expression::Schema& schema;
  Issues& issues;

  void report(Issue issue) { issues.push_back(std::move(issue)); }
};

// Codes E413 (wrong type) and those of expressions inside `{{ }}`.
Argument read_argument(const YamlNode& node, ArgumentType type, ReadContext& context);

}  // namespace balm
