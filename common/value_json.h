// Value <-> JSON text (RFC 8259). Reading refuses (json_scan.h) what is too long or nested beyond
// limits::kJsonDepthMax, duplicate members, numbers beyond 64 bit, invalid UTF-8 and trailing bytes,
// so that two readers can never see two different documents. Whole numbers become int (uint above
// 2^63), all others double.
#pragma once

#include <string>
#include <string_view>

#include "common/limits.h"
#include "common/result.h"
#include "common/value.h"

namespace balm {

// Errors: Kind::BadData with what and at which byte.
Result<Value> value_from_json(std::string_view text, std::size_t depth_max = limits::kJsonDepthMax);

// One line, keys sorted. Kinds JSON lacks are written as text (bytes in base64, timestamps RFC 3339,
// durations "1.5s"); non-finite doubles as null; invalid UTF-8 is replaced by U+FFFD.
std::string to_json(const Value& value);
// The same over several lines with two-space indentation.
std::string to_pretty_json(const Value& value);

}  // namespace balm
