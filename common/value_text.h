// Values as the texts people see. The same spellings serve CEL's string(), `{{ }}` and JSON, so that one
// value never has two looks.
#pragma once

#include <string>

#include "common/value.h"

namespace balm {

// Shortest decimal text that reads back as the same double: "1.5", "85", "1e+21", "NaN", "-Infinity".
std::string double_text(double number);

// RFC 3339 in UTC with as many decimals as needed: "2009-02-13T23:31:30.5Z".
std::string moment_text(const Value::Moment& moment);

// Seconds with as many decimals as needed: "90s", "-1.5s".
std::string seconds_text(Duration duration);

// "192.168.0.1", "2001:db8::/32" (RFC 5952).
std::string address_text(const Value::Address& address);

}  // namespace balm
