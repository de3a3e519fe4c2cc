// UTF-8 (RFC 3629) from outside: checked, mended, made harmless for a terminal, measured and cut.
// Everything here takes any bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace balm {

struct Utf8Character {
  char32_t code = 0;     // U+FFFD when invalid
  std::size_t size = 1;  // bytes it takes; of invalid ones as many as belong together, at least one
  bool valid = false;
};

// The character that begins at `at`. REQUIRES: at < text.size()
Utf8Character utf8_at(std::string_view text, std::size_t at);

bool valid_utf8(std::string_view text);

void append_utf8(std::string& text, char32_t code);

// Invalid bytes become U+FFFD, one for each maximal part (as the Unicode standard, chapter 3, recommends).
std::string clean_utf8(std::string_view text);

enum class LineBreaks { Escape, Keep };

// Fit to be shown and stored: valid UTF-8 in which nothing can move the cursor, colour the screen or turn the
// reading direction. Control characters and ANSI escapes become "\x1b", "\n", bidirectional and invisible
// format characters
// "\u202e". With LineBreaks::Keep newlines and tabs stay.
std::string for_terminal(std::string_view text, LineBreaks breaks = LineBreaks::Escape);

// Columns on a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks, 1 for the rest.
std::size_t display_width(std::string_view text);

// At most `columns` wide; what was cut off is marked by a final "…" (itself one column).
std::string cut_to_width(std::string_view text, std::size_t columns);

// At most `bytes` long, never cut inside a character.
std::string_view cut_to_bytes(std::string_view text, std::size_t bytes);

}  // namespace balm
