// Two hashes: one for proof (SHA-256, FIPS 180-4), one for spreading things evenly and the same on every
// machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace balm {

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// The 32 bytes themselves.
std::string sha256_bytes(std::string_view bytes);

// The same on all machines and in all versions: spreads of schedules are built on it. FNV-1a, then the
// finishing mixer of SplitMix64, because FNV alone leaves the high bits of short texts alike. Not for
// secrets.
std::uint64_t stable_hash(std::string_view bytes);

}  // namespace balm
