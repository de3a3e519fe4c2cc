// What a plain scalar means in a state file. Salt reads YAML 1.1, where `true`, `yes`, `12` and `~` written
// without quotes are no texts; this is the one place of Balm where the look of a word decides its type, and
// only where the table of functions does not know better (free maps and lists).
//
// Other than in Salt: a number with a leading zero (`0644`, a file mode) stays text, and so do 1_000, 0x1F,
// 1:30 and dates.
#pragma once

#include <optional>
#include <string_view>

#include "common/value.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// true/yes/on and false/no/off in the three spellings of YAML 1.1 (yes, Yes, YES); nothing for all else.
std::optional<bool> sls_bool(std::string_view text);

// Decimal integer that fits 64 bit, no leading zero ("0" itself is one).
std::optional<std::int64_t> sls_int(std::string_view text);

// "1.5", "-0.25", "2.0e+3": digits on both sides of the dot.
std::optional<double> sls_float(std::string_view text);

// The scalar's value; quoted and block texts are always text.
Value sls_scalar(const YamlNode& node);

// Any node: scalars as above, lists and maps of them.
Value sls_value(const YamlNode& node);

}  // namespace balm
