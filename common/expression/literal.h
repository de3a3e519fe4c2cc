// What stands between the quotes of CEL's string and bytes literals -> their value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace balm::expression {

struct Unescaped {
  std::string data;
  std::string error;     // empty when all is well
  int error_offset = 0;  // of the bad escape within the body
};

// Line ends (CR, CR LF) become LF. In bytes, \x and octal escapes are single bytes and \u, \U are refused; in
// strings every escape is a code point, and surrogates are refused. REQUIRES: `body` is valid UTF-8.
Unescaped unescape(std::string_view body, bool bytes);

// The body of a raw literal: only line ends change.
std::string raw_text(std::string_view body);

// Decimal or 0x hexadecimal digits; nothing beyond 64 bit.
std::optional<std::uint64_t> whole_number(std::string_view digits);

}  // namespace balm::expression
