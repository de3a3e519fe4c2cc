// What the reader's screen can show, and the moment and zone in which times are told. Everything in cli/show
// takes it, so that equal data on an equal screen gives equal text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/instant.h"
#include "common/zone.h"

namespace balm::cli {

enum class TimeStyle {
  Relative,  // "3m ago"; ISO where no person reads
  Local,     // 2026-03-14 03:07:12
  Utc,       // the same in UTC
  Iso,       // 2026-03-14T02:07:12.401Z
  Unix,      // seconds with milliseconds
};

struct Screen {
  bool terminal = false;   // false: a pipe or file; tables become tab-separated, nothing is cut or left out
  std::size_t width = 80;  // columns of the terminal; not used for pipes
  bool colour = false;
  bool utf8 = true;  // false: everything beyond ASCII is written \u00e9
  TimeStyle time = TimeStyle::Relative;
  WallTime now;
  const Zone* zone = &utc();  // never null; of local times
};

enum class Tone { Plain, Good, Warn, Bad, Dim, Strong };

// `text` in the tone's colour, if the screen has any. Colour never carries meaning alone.
std::string paint(std::string_view text, Tone tone, const Screen& screen);

// The tone of a word: statuses, outcomes, phases, host and key states, verdicts; Plain for all others.
Tone tone_of(std::string_view word);

// Text from hosts and files made harmless: control characters, ANSI and bidirectional marks are shown
// escaped, never sent. safe_line() is one line; safe_block() keeps line breaks and tabs.
std::string safe_line(std::string_view text, const Screen& screen);
std::string safe_block(std::string_view text, const Screen& screen);

// Filled with spaces up to `width` columns; longer text stays as it is.
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

// "1 host", "3 hosts"
std::string counted(std::int64_t n, std::string_view one, std::string_view many);

}  // namespace balm::cli
