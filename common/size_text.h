// Sizes and shares as people write and read them: "500M", "64k", "1G", "4096" (bytes), "20%".
// Units are powers of 1024, in either case, with or without B or iB ("64k" = "64KiB" = 65536 bytes).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.h"

namespace balm {

// Bytes. Errors: Kind::Usage with what is wrong; no sign, no fraction, nothing beyond 64 bit.
Result<std::uint64_t> size_from_text(std::string_view text);

// Reads "20%" and "0.5%" as 20 and 0.5; from 0 to 100. Errors: Kind::Usage.
Result<double> percent_from_text(std::string_view text);

// Exact and read back by size_from_text(): the largest unit that divides: "64k", "1536" stays "1536".
std::string size_text(std::uint64_t bytes);

// At a glance: "512", "1.5k", "20G".
std::string size_for_people(std::uint64_t bytes);

}  // namespace balm
