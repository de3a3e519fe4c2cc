#include "common/z85.h"

#include <cstdint>

namespace balm {
namespace {

constexpr std::string_view kDigits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
static_assert(kDigits.size() == 85);
constexpr std::size_t kRawBytes = 32;
constexpr std::size_t kTextBytes = 40;

}  // namespace

std::string to_z85(std::string_view bytes) {
  std::string text;
  if (bytes.size() != kRawBytes) return text;
  for (std::size_t at = 0; at < kRawBytes; at += 4) {
    std::uint32_t word = 0;
    for (const char byte : bytes.substr(at, 4)) word = word << 8 | static_cast<unsigned char>(byte);
    for (std::uint32_t divisor = 85 * 85 * 85 * 85; divisor > 0; divisor /= 85)
      text += kDigits[word / divisor % 85];
  }
  return text;
}

std::string from_z85(std::string_view text) {
  std::string bytes;
  if (text.size() != kTextBytes) return bytes;
  for (std::size_t at = 0; at < kTextBytes; at += 5) {
    std::uint64_t word = 0;
    for (const char digit : text.substr(at, 5)) {
      const std::size_t value = kDigits.find(digit);
      if (value == std::string_view::npos) return "";
      word = word * 85 + value;
    }
    if (word > UINT32_MAX) return "";
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(word >> shift & 255u);
  }
  return bytes;
}

}  // namespace balm
