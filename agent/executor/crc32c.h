// CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected; RFC 3720 appendix B.4). Finds torn and flipped bytes;
// not a proof against people.
#pragma once

#include <cstdint>
#include <string_view>

namespace balm::executor {

// `before` continues an earlier sum: crc32c("b", crc32c("a")) == crc32c("ab").
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

}  // namespace balm::executor
