// Z85, ZeroMQ's way to write a key of 32 bytes as 40 printable characters: four bytes, most significant
// first, are five digits to the base 85 (RFC 32 of the ZeroMQ project).
#pragma once

#include <string>
#include <string_view>

namespace balm {

// 32 raw bytes <-> 40 characters; empty when it cannot be.
std::string to_z85(std::string_view bytes);
std::string from_z85(std::string_view text);

}  // namespace balm
