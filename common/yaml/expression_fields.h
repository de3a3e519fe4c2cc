// Fields whose values are small languages of their own: CEL conditions, `{{ }}` values, cron lines. Faults
// inside them stand where the author sees them, also in folded blocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/cron.h"
#include "common/expression/program.h"
#include "common/expression/schema.h"
#include "common/text_value.h"
#include "common/yaml/fields.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// A condition: CEL that gives yes or no. Empty when the key is not there or the text is wrong (reported).
expression::Program read_condition(Fields& fields, std::string_view key, const expression::Schema& schema);

// A text in which `{{ CEL }}` may stand; empty when the key is not there or the text is wrong (reported).
TextValue read_text_value(Fields& fields, std::string_view key, const expression::Schema& schema);

// Any value with `{{ CEL }}` in its texts. Unquoted `true`, `false`, `null`, `~` and decimal numbers are what
// they look like (there is no field to say otherwise); everything else is text, also `yes`, `010` and
// `1.10.2`.
std::optional<ValueTemplate> read_value(const YamlNode& node, const expression::Schema& schema,
                                        Issues& issues);

// A map of names to such values, in the order of the file.
std::vector<std::pair<std::string, ValueTemplate>> read_named_values(Fields& fields, std::string_view key,
                                                                     const expression::Schema& schema);

// A five-field cron line. A date that never comes is an error here: a check that never runs watches nothing.
std::optional<Cron> read_cron(Fields& fields, std::string_view key);

}  // namespace balm
