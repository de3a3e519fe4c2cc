// What decides whether and how often a step runs: if, unless, onlyif, check_cmd, retry. Internal to
// common/state.
#pragma once

#include <vector>

#include "common/state/argument_reader.h"
#include "common/state/state_document.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// `if`: one CEL expression.
expression::Program read_condition_expression(const YamlNode& node, ReadContext& context);

// unless, onlyif, check_cmd: a command, a question {fun: ...}, or a list of them. Code E415.
std::vector<Condition> read_conditions(const YamlNode& node, ReadContext& context);

// `retry: true`, `retry: 3` or {attempts, every or interval, until, splay}. Code E416.
std::optional<RetryPolicy> read_retry(const YamlNode& node, ReadContext& context);

}  // namespace balm
