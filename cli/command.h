// One command of `balm` as data: what it is called, what it takes, what it says about itself, and its
// function. The table of all commands is the single source for --help, `balm help`, completion and
// docs/CLI.md.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cli/exit.h"
#include "common/result.h"

namespace balm::cli {

class Call;

// What completion offers for a value.
enum class Offer {
  Nothing,
  Hosts,
  Selectors,
  Checks,
  Rules,
  States,
  Incidents,
  Attempts,
  Keys,
  PendingKeys,
  Topics,
  Functions,
  Files
};

struct Flag {
  std::string_view name;          // "reason"
  char letter = 0;                // 'l' for -l; 0: none
  std::string_view value = {};    // what it takes, "TEXT"; empty: a switch
  std::string_view text = {};     // one line of help
  std::string_view choices = {};  // "open|closed|all"; empty: anything
  Offer offer = Offer::Nothing;
  bool many = false;  // may be given several times
};

struct Positional {
  std::string_view name;  // "SELECTOR"
  std::string_view text;
  Offer offer = Offer::Nothing;
  std::string_view choices = {};
  bool required = true;
  bool many = false;  // takes all that are left; only the last one
};

// An Exit, or what went wrong in words.
using Function = Result<Exit> (*)(Call& call);

struct Command {
  std::string_view noun;                   // "hosts"
  std::string_view verb;                   // "list"; empty for commands of one word
  std::string_view text;                   // one line, for lists of commands
  std::vector<std::string_view> examples;  // whole command lines
  std::vector<Positional> positionals = {};
  std::vector<Flag> flags = {};
  Function function = nullptr;
  std::string_view more = {};  // further lines of help, each ended
  bool lists = false;          // has rows: -o csv, --columns, --sort, -w
};

// Another spelling of a noun or verb; closed, so that a new command never changes what an old script means.
struct Alias {
  std::string_view spelling;
  std::string_view meaning;
};

}  // namespace balm::cli
