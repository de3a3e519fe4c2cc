// How an error reads: what happened, why if it is known, what to type. Always on stderr.
#pragma once

#include <string>

#include "cli/exit.h"
#include "common/result.h"

namespace balm::cli {

// "error: WHAT\n  why: WHY\n  try: HINT\n". The message's first line says what, further lines why. A hint
// that begins "did you mean" or "near" stands as it is.
std::string error_text(const Error& error);

// The same for programs: one line of JSON with a stable "kind".
std::string error_json(const Error& error, Exit exit);

// A word as somebody typed it, in quotes, harmless, and only as much of it as helps to recognise it.
std::string quoted(std::string_view word);

}  // namespace balm::cli
