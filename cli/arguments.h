// The words of one command line after the command's name, sorted out by what the command declares.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "common/result.h"

namespace balm::cli {

struct Arguments {
  std::map<std::string, std::vector<std::string>, std::less<>> flags;  // a switch has one empty text per use
  std::vector<std::string> positionals;

  bool has(std::string_view flag) const { return flags.contains(flag); }
  // The value of a flag, or `fallback`.
  std::string text(std::string_view flag, std::string_view fallback = "") const;
  std::vector<std::string> all(std::string_view flag) const;
  // The n-th positional, from 0; empty when it was not given.
  std::string positional(std::size_t n) const { return n < positionals.size() ? positionals[n] : ""; }
};

// Flags every command takes.
const std::vector<Flag>& global_flags();

// Flags of `command` and the global ones; lists also take --columns, --sort, --no-headers and --watch.
std::vector<Flag> flags_of(const Command& command);

// Errors: Kind::Usage with the one line that matters: unknown flag (with the nearest), missing value, a flag
// given twice, a value that is not among the choices, an empty value, too few or too many words. After `--`
// everything is a word.
// --help is seen first and leaves everything else unchecked.
Result<Arguments> parse_arguments(const Command& command, const std::vector<std::string>& words);

}  // namespace balm::cli
