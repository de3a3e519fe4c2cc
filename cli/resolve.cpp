#include "cli/resolve.h"

#include <algorithm>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/error_text.h"
#include "common/nearest.h"

namespace balm::cli {
namespace {

bool takes_value(const std::vector<Flag>& flags, const std::string& word) {
  if (word.find('=') != std::string::npos) return false;
  for (const Flag& flag : flags) {
    if (flag.value.empty()) continue;
    if (word.starts_with("--") ? word.substr(2) == flag.name : word.size() == 2 && word[1] == flag.letter)
      return true;
  }
  return false;
}

// The first word from `at` on that is neither a flag nor the value of one; words.size() when there is none.
std::size_t next_word(const std::vector<std::string>& words, std::size_t at, const std::vector<Flag>& flags) {
  for (; at < words.size(); ++at) {
    if (words[at] == "--") return words.size();
    if (words[at].size() < 2 || words[at][0] != '-') return at;
    if (takes_value(flags, words[at])) ++at;
  }
  return words.size();
}

std::vector<Flag> flags_of_noun(std::string_view noun) {
  std::vector<Flag> all;
  for (const Command* const command : commands_of(noun)) {
    const std::vector<Flag> flags = flags_of(*command);
    all.insert(all.end(), flags.begin(), flags.end());
  }
  return all;
}

std::vector<std::string> without(const std::vector<std::string>& words, std::size_t a, std::size_t b) {
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (i != a && i != b) rest.push_back(words[i]);
  return rest;
}

bool asks_for_help(const std::vector<std::string>& words) {
  return std::ranges::count(words, "--help") + std::ranges::count(words, "-h") > 0;
}

Error unknown_noun(const std::string& word) {
  std::vector<std::string_view> known = all_nouns();
  for (const Alias& alias : noun_aliases()) known.push_back(alias.spelling);
  const std::string guess = nearest_name(word, known);
  return {Error::Kind::Usage, "there is no command " + quoted(word),
          guess.empty() ? "balm help" : "did you mean: balm " + std::string(canonical_noun(guess))};
}

Error unknown_verb(std::string_view noun, const std::string& word) {
  std::vector<std::string_view> verbs;
  std::string all;
  for (const Command* const command : commands_of(noun)) {
    verbs.push_back(command->verb);
    all += (all.empty() ? "" : ", ") + std::string(command->verb);
  }
  const std::string guess = nearest_name(word, verbs);
  return {Error::Kind::Usage, "\"balm " + std::string(noun) + "\" has no verb " + quoted(word),
          guess.empty() ? "one of: " + all : "did you mean: " + guess};
}

bool near_a_verb(std::string_view noun, const std::string& word) {
  std::vector<std::string_view> verbs;
  for (const Command* const command : commands_of(noun)) verbs.push_back(command->verb);
  return !nearest_name(word, verbs).empty();
}

Result<Resolved> without_noun(const std::vector<std::string>& words) {
  if (asks_for_help(words)) return Resolved{};
  if (std::ranges::count(words, "--version") > 0) return Resolved{find_command("version", ""), "version", {}};
  return Resolved{find_command("status", ""), "status", words};
}

}  // namespace

Result<Resolved> resolve(const std::vector<std::string>& words) {
  const std::size_t noun_at = next_word(words, 0, global_flags());
  if (noun_at == words.size()) return without_noun(words);
  const std::string_view noun = canonical_noun(words[noun_at]);
  if (commands_of(noun).empty()) return unknown_noun(words[noun_at]);
  if (const Command* const only = find_command(noun, ""))
    return Resolved{only, only->noun, without(words, noun_at, noun_at)};
  const std::size_t verb_at = next_word(words, noun_at + 1, flags_of_noun(noun));
  if (verb_at == words.size()) {
    const Command* const list = asks_for_help(words) ? nullptr : find_command(noun, "list");
    return Resolved{list, commands_of(noun).front()->noun, without(words, noun_at, noun_at)};
  }
  if (const Command* const command = find_command(noun, canonical_verb(words[verb_at])))
    return Resolved{command, command->noun, without(words, noun_at, verb_at)};
  const Command* const show = find_command(noun, "show");
  if (!show || near_a_verb(noun, words[verb_at])) return unknown_verb(noun, words[verb_at]);
  return Resolved{show, show->noun, without(words, noun_at, noun_at)};
}

}  // namespace balm::cli
