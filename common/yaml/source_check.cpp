#include "common/yaml/source_check.h"

#include <cstdint>

#include "common/utf8.h"

namespace balm {
namespace {

std::string hex(std::uint32_t number, int digits) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += kDigits[(number >> shift) & 0xFu];
  return text;
}

// Why a code point may not stand in a file; empty when it may.
std::string_view objection(char32_t c) {
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
    const Utf8Character character = utf8_at(text, at);
    if (!character.valid) {
      const auto byte = static_cast<unsigned char>(text[at]);
      return BadCharacter{at, 1, false, "byte 0x" + hex(byte, 2)};
    }
    const bool line_end = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    const std::string_view why = line_end ? std::string_view() : objection(character.code);
    if (!why.empty()) {
      const std::string name = character.code == 0 ? "NUL" : "U+" + hex(character.code, 4);
      return BadCharacter{at, character.size, true, name + " (" + std::string(why) + ")"};
    }
    at += character.size;
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
