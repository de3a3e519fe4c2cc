#include "common/yaml/source_check.h"

#include <cstdint>

namespace balm {
namespace {

std::string hex(std::uint32_t number, int digits) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += kDigits[(number >> shift) & 0xFu];
  return text;
}

struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t length = 0;  // 0: no UTF-8
};

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  std::uint32_t code_point = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return {};
    code_point = (code_point << 6) | (byte(i) & 0x3Fu);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kSmallest[length] || code_point > 0x10FFFF || surrogate) return {};
  return {code_point, length};
}

// Why a code point may not stand in a file; empty when it may.
std::string_view objection(std::uint32_t c) {
  if (c == 0x09 || c == 0x0A) return {};
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return "control character";
  if (c == 0x061C || c == 0x200E || c == 0x200F) return "bidirectional control";
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return "bidirectional control";
  if (c == 0x2028 || c == 0x2029) return "line or paragraph separator";
  if (c == 0xFEFF) return "byte order mark inside the text";
  return {};
}

}  // namespace

std::optional<BadCharacter> find_bad_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded character = decode(text.substr(at));
    if (character.length == 0) {
      const auto byte = static_cast<unsigned char>(text[at]);
      return BadCharacter{at, 1, false, "byte 0x" + hex(byte, 2)};
    }
    const bool line_end = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    const std::string_view why = line_end ? std::string_view() : objection(character.code_point);
    if (!why.empty()) {
      const std::string name = character.code_point == 0 ? "NUL" : "U+" + hex(character.code_point, 4);
      return BadCharacter{at, character.length, true, name + " (" + std::string(why) + ")"};
    }
    at += character.length;
  }
  return std::nullopt;
}

bool opens_too_many_brackets(std::string_view text, std::size_t depth_max) {
  std::size_t open = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++open;
    if ((c == ']' || c == '}') && open > 0) --open;
    if (open > depth_max) return true;
  }
  return false;
}

}  // namespace balm
