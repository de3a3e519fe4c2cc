#include "common/utf8.h"

#include <algorithm>
#include <array>

#include "common/invariant.h"

namespace balm {
namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

// Characters that change how others are read without being seen: bidirectional controls, zero-width
// characters, line and paragraph separators, tags. Zero-width joiner and variation selectors are left: emoji
// are made of them.
constexpr std::array<CodeRange, 9> kTreacherous{{{0x00AD, 0x00AD},
                                                 {0x061C, 0x061C},
                                                 {0x180E, 0x180E},
                                                 {0x200B, 0x200C},
                                                 {0x200E, 0x200F},
                                                 {0x2028, 0x202E},
                                                 {0x2060, 0x206F},
                                                 {0xFEFF, 0xFEFF},
                                                 {0xE0000, 0xE007F}}};

// Combining marks and other characters of no width, shortened to the scripts that occur in names and messages
// (Unicode 15, categories Mn, Me, Cf).
constexpr std::array<CodeRange, 20> kZeroWidth{
    {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
     {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x0E31, 0x0E31},
     {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
     {0x2028, 0x202E}, {0x2060, 0x206F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

// East Asian Width W and F (Unicode 15), neighbouring blocks joined.
constexpr std::array<CodeRange, 20> kWide{
    {{0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x2614, 0x2615},   {0x26A1, 0x26A1},
     {0x2705, 0x2705}, {0x274C, 0x274C}, {0x2753, 0x2757}, {0x2E80, 0x303E},   {0x3041, 0x33FF},
     {0x3400, 0x4DBF}, {0x4E00, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
     {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}}};

template <std::size_t N>
bool is_in(const std::array<CodeRange, N>& ranges, char32_t code) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), code,
                                      [](char32_t c, const CodeRange& range) { return c < range.first; });
  return after != ranges.begin() && code <= std::prev(after)->last;
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// What a first byte promises: how many bytes follow, and between which two values the second one must lie
// (that rules out overlong forms, surrogates and what is beyond U+10FFFF).
struct Lead {
  std::size_t following = 0;
  char32_t bits = 0;
  unsigned second_min = 0x80;
  unsigned second_max = 0xBF;
};

Lead lead_of(unsigned byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, byte & 0x1Fu};
  if (byte == 0xE0) return {2, 0, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0xD, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, byte & 0x0Fu};
  if (byte == 0xF0) return {3, 0, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, byte & 0x07u};
  if (byte == 0xF4) return {3, 4, 0x80, 0x8F};
  return {};
}

std::size_t width_of(char32_t code) {
  if (is_control(code) || is_in(kZeroWidth, code)) return 0;
  return is_in(kWide, code) ? 2 : 1;
}

void append_hex(std::string& text, char32_t code, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    text += "0123456789abcdef"[(code >> shift) & 0xF];
}

void append_escaped(std::string& text, char32_t code) {
  if (code == '\n') {
    text += "\\n";
  } else if (code == '\r') {
    text += "\\r";
  } else if (code == '\t') {
    text += "\\t";
  } else if (code < 0x100) {
    text += "\\x";
    append_hex(text, code, 2);
  } else {
    text += code < 0x10000 ? "\\u" : "\\U";
    append_hex(text, code, code < 0x10000 ? 4 : 8);
  }
}

}  // namespace

Utf8Character utf8_at(std::string_view text, std::size_t at) {
  BALM_ASSERT(at < text.size());
  const unsigned first = byte_at(text, at);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = lead_of(first);
  char32_t code = lead.bits;
  std::size_t size = 1;
  for (; size <= lead.following && at + size < text.size(); ++size) {
    const unsigned byte = byte_at(text, at + size);
    const bool fits = size == 1 ? byte >= lead.second_min && byte <= lead.second_max : (byte & 0xC0) == 0x80;
    if (!fits) break;
    code = (code << 6) | (byte & 0x3F);
  }
  if (lead.following == 0 || size <= lead.following) return {0xFFFD, size, false};
  return {code, size, true};
}

bool valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = utf8_at(text, at);
    if (!c.valid) return false;
    at += c.size;
  }
  return true;
}

void append_utf8(std::string& text, char32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
    return;
  }
  if (code < 0x800) {
    put(0xC0 | (code >> 6));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

std::string clean_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = utf8_at(text, at);
    append_utf8(clean, c.code);
    at += c.size;
  }
  return clean;
}

std::string for_terminal(std::string_view text, LineBreaks breaks) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = utf8_at(text, at);
    const bool kept_break = breaks == LineBreaks::Keep && (c.code == '\n' || c.code == '\t');
    if (!kept_break && (is_control(c.code) || is_in(kTreacherous, c.code)))
      append_escaped(shown, c.code);
    else
      append_utf8(shown, c.code);
    at += c.size;
  }
  return shown;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = utf8_at(text, at);
    width += width_of(c.code);
    at += c.size;
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (columns == 0) return {};
  std::size_t width = 0;
  std::size_t room_for_mark = 0;  // the cut that leaves one column for the mark
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = utf8_at(text, at);
    width += width_of(c.code);
    if (width > columns) return std::string(text.substr(0, room_for_mark)) + "…";
    at += c.size;
    if (width + 1 <= columns) room_for_mark = at;
  }
  return std::string(text);
}

std::string_view cut_to_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = 0;
  while (end < bytes) {
    const std::size_t size = utf8_at(text, end).size;
    if (end + size > bytes) break;
    end += size;
  }
  return text.substr(0, end);
}

}  // namespace balm
