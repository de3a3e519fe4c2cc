// The machine formats. JSON is a promise: it carries "schema": "balm/cli/v1" and only grows within that
// version. Moments, which travel as `since_ms`, are written as `since` in UTC ISO 8601 with milliseconds;
// lengths of time keep their unit in the name (took_us, cooldown_ms).
#pragma once

#include <string>

#include "common/value.h"

namespace balm::cli {

// The data with its moments written out.
Value dated(const Value& data);

// One document over several lines, for -o json.
std::string json_document(const Value& data);

// One line, for -o jsonl and streams; without the schema.
std::string json_line(const Value& row);

// {"schema": ..., "error": {"kind", "exit", "message", "why", "try"}} on one line.
std::string json_error(const Value& error);

}  // namespace balm::cli
