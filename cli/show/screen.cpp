#include "cli/show/screen.h"

#include <algorithm>
#include <array>

#include "common/utf8.h"

namespace balm::cli {
namespace {

struct WordTone {
  std::string_view word;
  Tone tone;
};

constexpr std::array kWordTones = std::to_array<WordTone>({
    {"ok", Tone::Good},        {"warning", Tone::Warn},     {"critical", Tone::Bad},
    {"unknown", Tone::Warn},   {"up", Tone::Good},          {"down", Tone::Bad},
    {"unseen", Tone::Warn},    {"accepted", Tone::Good},    {"pending", Tone::Warn},
    {"rejected", Tone::Bad},   {"revoked", Tone::Bad},      {"succeeded", Tone::Good},
    {"healed", Tone::Good},    {"recovered", Tone::Good},   {"failed", Tone::Bad},
    {"refused", Tone::Warn},   {"expired", Tone::Warn},     {"cancelled", Tone::Warn},
    {"abandoned", Tone::Warn}, {"timed_out", Tone::Bad},    {"timed out", Tone::Bad},
    {"no answer", Tone::Bad},  {"needs_you", Tone::Bad},    {"needs you", Tone::Bad},
    {"trying", Tone::Warn},    {"verifying", Tone::Warn},   {"waiting", Tone::Warn},
    {"deciding", Tone::Warn},  {"allow", Tone::Good},       {"defer", Tone::Warn},
    {"refuse", Tone::Bad},     {"matched", Tone::Good},     {"note", Tone::Warn},
    {"error", Tone::Bad},      {"maintenance", Tone::Warn}, {"yes", Tone::Good},
});

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::Plain:
      return "";
    case Tone::Good:
      return "\x1b[32m";
    case Tone::Warn:
      return "\x1b[33m";
    case Tone::Bad:
      return "\x1b[31m";
    case Tone::Dim:
      return "\x1b[2m";
    case Tone::Strong:
      return "\x1b[1m";
  }
  return "";
}

void append_hex(std::string& text, char32_t code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const bool large = code > 0xffff;
  text += large ? "\\U" : "\\u";
  for (int shift = large ? 28 : 12; shift >= 0; shift -= 4) text += kDigits[(code >> shift) & 0xf];
}

std::string ascii_only(std::string_view text) {
  std::string ascii;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character character = utf8_at(text, at);
    if (character.code < 0x80)
      ascii += static_cast<char>(character.code);
    else
      append_hex(ascii, character.code);
    at += character.size;
  }
  return ascii;
}

std::string safe(std::string_view text, LineBreaks breaks, const Screen& screen) {
  std::string shown = for_terminal(text, breaks);
  return screen.utf8 ? shown : ascii_only(shown);
}

}  // namespace

std::string paint(std::string_view text, Tone tone, const Screen& screen) {
  if (!screen.colour || tone == Tone::Plain || text.empty()) return std::string(text);
  return std::string(escape_of(tone)) + std::string(text) + "\x1b[0m";
}

Tone tone_of(std::string_view word) {
  const auto* const found = std::ranges::find(kWordTones, word, &WordTone::word);
  return found == kWordTones.end() ? Tone::Plain : found->tone;
}

std::string safe_line(std::string_view text, const Screen& screen) {
  return safe(text, LineBreaks::Escape, screen);
}

std::string safe_block(std::string_view text, const Screen& screen) {
  return safe(text, LineBreaks::Keep, screen);
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace balm::cli
