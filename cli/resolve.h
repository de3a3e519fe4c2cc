// Which command a line means. `NOUN` alone is `NOUN list`, `NOUN NAME` is `NOUN show NAME`, nothing at all is
// `status`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "common/result.h"

namespace balm::cli {

struct Resolved {
  const Command* command = nullptr;  // nullptr: a page of help is wanted, of `noun` or, when empty, of all
  std::string_view noun;
  std::vector<std::string> rest;  // the words that are left for the command, flags among them
};

// Errors: Kind::Usage for nouns and verbs that do not exist, with the nearest that does.
Result<Resolved> resolve(const std::vector<std::string>& words);

}  // namespace balm::cli
