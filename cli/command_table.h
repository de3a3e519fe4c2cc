// The table of all commands. To add one: write its function in cli/commands, add its line to the list of its
// noun there, and `./dev test` will ask for its place in docs/CLI.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace balm::cli {

// In the order in which help shows them; commands of one noun stand together.
const std::vector<Command>& all_commands();

// Other spellings of nouns and verbs.
std::span<const Alias> noun_aliases();
std::span<const Alias> verb_aliases();

// The spelling that counts: "inc" -> "incidents"; unknown words stay as they are.
std::string_view canonical_noun(std::string_view word);
std::string_view canonical_verb(std::string_view word);

// Every noun once, in the table's order.
std::vector<std::string_view> all_nouns();

// One sentence on what a noun is.
std::string_view noun_text(std::string_view noun);

std::vector<const Command*> commands_of(std::string_view noun);

// nullptr when there is none. Takes canonical spellings.
const Command* find_command(std::string_view noun, std::string_view verb);

}  // namespace balm::cli
