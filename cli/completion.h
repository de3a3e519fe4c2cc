// Completion. The scripts for bash, zsh and fish are a dozen lines each; they call the hidden `balm
// __complete -- WORDS...`, which prints candidates, one a line: "web3<TAB>up". The last word is the one being
// typed. Values come from the master within 300 ms; without it verbs and flags still complete.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.h"
#include "cli/surroundings.h"
#include "common/result.h"

namespace balm::cli {

// "bash", "zsh" or "fish".
std::string_view completion_script(std::string_view shell);

// `words` begin with "__complete". Never fails: what is not known is not offered.
Exit complete(const std::vector<std::string>& words, Surroundings& surroundings);

}  // namespace balm::cli
