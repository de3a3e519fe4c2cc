#include "cli/help_text.h"

#include <algorithm>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/show/screen.h"
#include "cli/show/wrapped.h"

namespace balm::cli {
namespace {

constexpr std::size_t kNameWidth = 26;
constexpr std::size_t kWidth = 80;  // help is read in the narrowest terminal people use

std::string entry(const std::string& name, std::string_view text) {
  const std::string body = wrapped(text, kWidth, kNameWidth + 2) + "\n";
  if (name.size() + 2 > kNameWidth) return "  " + name + "\n" + std::string(kNameWidth + 2, ' ') + body;
  return "  " + padded(name, kNameWidth) + body;
}

std::string command_name(const Command& command) {
  return std::string(command.noun) + (command.verb.empty() ? "" : " " + std::string(command.verb));
}

std::string flag_name(const Flag& flag) {
  std::string name = flag.letter ? std::string("-") + flag.letter + ", " : "    ";
  name += "--" + std::string(flag.name);
  return flag.value.empty() ? name : name + " " + std::string(flag.value);
}

std::string with_choices(std::string_view text, std::string_view choices) {
  if (choices.empty() || text.find(choices.substr(0, choices.find('|'))) != std::string_view::npos)
    return std::string(text);
  std::string list(choices);
  std::ranges::replace(list, '|', ' ');
  return std::string(text) + " (" + list + ")";
}

std::string flag_list(const std::vector<Flag>& flags) {
  std::string text;
  for (const Flag& flag : flags) text += entry(flag_name(flag), with_choices(flag.text, flag.choices));
  return text;
}

std::string verb_list(std::string_view noun) {
  std::string verbs;
  for (const Command* const command : commands_of(noun))
    if (!command->verb.empty()) verbs += (verbs.empty() ? "" : " | ") + std::string(command->verb);
  return verbs;
}

std::string aliases_of(std::string_view noun) {
  std::string text;
  for (const Alias& alias : noun_aliases())
    if (alias.meaning == noun) text += (text.empty() ? "" : ", ") + std::string(alias.spelling);
  return text;
}

std::string markdown_flags(const std::vector<Flag>& flags) {
  std::string text;
  for (const Flag& flag : flags) {
    std::string name = flag_name(flag);
    name.erase(0, name.find_first_not_of(' '));
    text += "- `" + name + "` " + with_choices(flag.text, flag.choices) + "\n";
  }
  return text;
}

std::string markdown_command(const Command& command) {
  std::string text = "### `" + usage_line(command) + "`\n\n" + std::string(command.text) + "\n\n```sh\n";
  for (const std::string_view example : command.examples) text += std::string(example) + "\n";
  text += "```\n\n";
  for (const Positional& positional : command.positionals)
    text += "- `" + std::string(positional.name) + "` " + with_choices(positional.text, positional.choices) +
            "\n";
  text += markdown_flags(command.flags);
  if (!command.positionals.empty() || !command.flags.empty()) text += "\n";
  if (!command.more.empty()) text += std::string(command.more) + "\n";
  return text;
}

std::string markdown_topics() {
  std::string text = "## Topics\n\n";
  for (const std::string_view name : topic_names())
    text += "### " + std::string(name) + "\n\n```text\n" + std::string(topic_text(name)) + "```\n\n";
  return text;
}

}  // namespace

std::string usage_line(const Command& command) {
  std::string line = "balm " + command_name(command);
  for (const Positional& positional : command.positionals) {
    const std::string name = std::string(positional.name) + (positional.many ? ".." : "");
    line += positional.required ? " " + name : " [" + name + "]";
  }
  return command.flags.empty() && !command.lists ? line : line + " [flags]";
}

std::string overview_help() {
  std::string text =
      "balm keeps hosts healthy and tells what it did.\n\n"
      "  balm                                    is it on fire, and do I have to get up?\n"
      "  balm incidents show 1042                one problem: what was seen, tried and decided\n"
      "  balm maintenance on web3 --for 1h --reason \"new disk\"\n\n"
      "Commands\n";
  for (const std::string_view noun : all_nouns()) {
    const std::vector<const Command*> commands = commands_of(noun);
    const bool single = commands.size() == 1 && commands.front()->verb.empty();
    text += entry(std::string(noun), single ? commands.front()->text : std::string_view(verb_list(noun)));
  }
  text +=
      "\nNOUN alone is NOUN list, NOUN NAME is NOUN show NAME; the singular works too\n(balm host web3).\n"
      "\nTopics\n  ";
  for (const std::string_view name : topic_names()) text += std::string(name) + "  ";
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n\nbalm COMMAND --help        balm help TOPIC\n";
}

std::string noun_help(std::string_view noun) {
  const std::string aliases = aliases_of(noun);
  std::string text = "balm " + std::string(noun) + ": " + std::string(noun_text(noun)) + "\n";
  if (!aliases.empty()) text += "also spelled: " + aliases + "\n";
  text += "\n";
  for (const Command* const command : commands_of(noun))
    text += entry(std::string(command->verb), command->text);
  return text + "\nbalm " + std::string(noun) + " VERB --help\n";
}

std::string command_help(const Command& command) {
  std::string text = std::string(command.text) + "\n\n";
  for (const std::string_view example : command.examples) text += "  " + std::string(example) + "\n";
  text += "\n" + usage_line(command) + "\n";
  for (const Positional& positional : command.positionals)
    text += entry(std::string(positional.name), with_choices(positional.text, positional.choices));
  text += "\n" + flag_list(flags_of(command));
  return command.more.empty() ? text : text + "\n" + std::string(command.more);
}

std::string reference_document() {
  std::string text =
      "# The command line\n\n"
      "This page is written by `balm` itself from its table of commands (`cli/command_table.cpp`); a test "
      "compares the two.\n"
      "To write it anew: `BALM_REWRITE=1 ./dev test cli`.\n\n"
      "`NOUN` alone is `NOUN list`, `NOUN NAME` is `NOUN show NAME`, the singular of a noun works too. Data "
      "goes to stdout, talk\n"
      "to stderr. On a terminal tables are fitted to its width; in a pipe they are tab-separated, whole, "
      "with ISO times.\n"
      "`-o json` is a promise: it carries `\"schema\": \"balm/cli/v1\"` and only grows.\n\n"
      "## Flags of every command\n\n" +
      markdown_flags(global_flags()) + "\n";
  Command some_list{.noun = "", .verb = "", .text = "", .examples = {}, .lists = true};
  std::vector<Flag> of_lists = flags_of(some_list);
  of_lists.resize(of_lists.size() - global_flags().size());
  text += "Lists also take:\n\n" + markdown_flags(of_lists) + "\n";
  for (const std::string_view noun : all_nouns()) {
    const std::string about(noun_text(noun));
    const std::string aliases = aliases_of(noun);
    text += "## " + std::string(noun) + "\n\n";
    if (!about.empty()) text += about + (aliases.empty() ? "" : " (also spelled: " + aliases + ")") + "\n\n";
    for (const Command* const command : commands_of(noun)) text += markdown_command(*command);
  }
  return text + markdown_topics();
}

}  // namespace balm::cli
