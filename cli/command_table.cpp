#include "cli/command_table.h"

#include <algorithm>
#include <array>

#include "cli/commands/commands.h"

namespace balm::cli {
namespace {

constexpr std::array kNounAliases = std::to_array<Alias>({
    {"host", "hosts"},
    {"key", "keys"},
    {"maint", "maintenance"},
    {"check", "checks"},
    {"event", "events"},
    {"incident", "incidents"},
    {"inc", "incidents"},
    {"state", "states"},
    {"rule", "rules"},
});

constexpr std::array kVerbAliases = std::to_array<Alias>({{"ls", "list"}});

struct NounText {
  std::string_view noun;
  std::string_view text;
};

constexpr std::array kNounTexts = std::to_array<NounText>({
    {"hosts", "the machines with an agent"},
    {"keys", "who may connect"},
    {"maintenance", "hosts Balm keeps its hands off, until when and why"},
    {"checks", "what agents look at, and what they see"},
    {"events", "what happened"},
    {"incidents", "problems from first event to verified end"},
    {"history", "every attempt to heal, and what came of it"},
    {"states", "what can be done on a host"},
    {"rules", "which events open an incident, and the ladder of remedies"},
    {"config", "the files people write"},
});

}  // namespace

const std::vector<Command>& all_commands() {
  static const std::vector<Command> kAll = [] {
    std::vector<Command> all;
    for (const auto part : {status_commands, hosts_commands, maintenance_commands, freeze_commands,
                            keys_commands, checks_commands, events_commands, incidents_commands,
                            history_commands, rules_commands, states_commands, explain_commands,
                            config_commands, doctor_commands, demo_commands, dev_commands, about_commands}) {
      std::vector<Command> some = part();
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return kAll;
}

std::span<const Alias> noun_aliases() {
  return kNounAliases;
}
std::span<const Alias> verb_aliases() {
  return kVerbAliases;
}

std::string_view canonical_noun(std::string_view word) {
  const auto* const found = std::ranges::find(kNounAliases, word, &Alias::spelling);
  return found == kNounAliases.end() ? word : found->meaning;
}

std::string_view canonical_verb(std::string_view word) {
  const auto* const found = std::ranges::find(kVerbAliases, word, &Alias::spelling);
  return found == kVerbAliases.end() ? word : found->meaning;
}

std::vector<std::string_view> all_nouns() {
  std::vector<std::string_view> nouns;
  for (const Command& command : all_commands())
    if (nouns.empty() || nouns.back() != command.noun) nouns.push_back(command.noun);
  return nouns;
}

std::string_view noun_text(std::string_view noun) {
  const auto* const found = std::ranges::find(kNounTexts, noun, &NounText::noun);
  return found == kNounTexts.end() ? "" : found->text;
}

std::vector<const Command*> commands_of(std::string_view noun) {
  std::vector<const Command*> commands;
  for (const Command& command : all_commands())
    if (command.noun == noun) commands.push_back(&command);
  return commands;
}

const Command* find_command(std::string_view noun, std::string_view verb) {
  for (const Command& command : all_commands())
    if (command.noun == noun && command.verb == verb) return &command;
  return nullptr;
}

}  // namespace balm::cli
