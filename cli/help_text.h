// Help, all of it from the command table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace balm::cli {

std::string overview_help();                   // balm help
std::string noun_help(std::string_view noun);  // balm help hosts
std::string command_help(
    const Command& command);  // balm hosts list --help: examples first, then what it takes

// Pages that belong to no command; empty for an unknown name.
std::string_view topic_text(std::string_view name);
std::vector<std::string_view> topic_names();

// "balm hosts show NAME"
std::string usage_line(const Command& command);

// docs/CLI.md, whole; a test compares it with the file.
std::string reference_document();

}  // namespace balm::cli
