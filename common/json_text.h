// Writing JSON (RFC 8259) straight into a string, for what is written often: events on their way to spool and
// master. What is written here, value_from_json() and the wire's own scanner read back as the same thing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/value.h"

namespace balm::json {

// In quotes and escaped; invalid UTF-8 is replaced by U+FFFD.
void append_string(std::string& out, std::string_view text);
void append_number(std::string& out, std::int64_t number);
void append_number(std::string& out, std::uint64_t number);
// Shortest digits that read back as the same double; null when it is not finite.
void append_number(std::string& out, double number);
void append_value(std::string& out, const Value& value);

}  // namespace balm::json
