// CRC-32C (Castagnoli polynomial, RFC 3720 appendix B.4): finds torn and damaged records on disk. No
// protection against intent.
#pragma once

#include <cstdint>
#include <string_view>

namespace balm {

// `before`: the result for what stands in front, to go on from.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

}  // namespace balm
