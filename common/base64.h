// Base64 with the alphabet of RFC 4648 section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace balm {

std::string to_base64(std::string_view bytes);  // padded

// Nothing for a foreign character, a wrong length, or bits set beyond the last byte. Padding may be left out.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace balm
