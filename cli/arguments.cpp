#include "cli/arguments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/nearest.h"

namespace balm::cli {
namespace {

constexpr std::size_t kValueBytesMax = 64 * 1024;  // of one word; longer is a mistake, not a name or a reason

Error usage(std::string message, std::string hint = "") {
  return {Error::Kind::Usage, std::move(message), std::move(hint)};
}

std::string dashed(const Flag& flag) {
  return "--" + std::string(flag.name);
}

bool among(std::string_view choices, std::string_view value) {
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == value) return true;
    choices = bar == std::string_view::npos ? "" : choices.substr(bar + 1);
  }
  return false;
}

std::vector<std::string> split_choices(std::string_view choices) {
  std::vector<std::string> list;
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    list.emplace_back(choices.substr(0, bar));
    choices = bar == std::string_view::npos ? "" : choices.substr(bar + 1);
  }
  return list;
}

std::string comma_list(std::string_view choices) {
  std::string text;
  for (const std::string& choice : split_choices(choices)) text += (text.empty() ? "" : ", ") + choice;
  return text;
}

std::string nearest_hint(std::string_view typed, const std::vector<std::string>& known,
                         std::string_view before = "") {
  const std::string guess = nearest_name(typed, known);
  return guess.empty() ? "" : "did you mean: " + std::string(before) + guess;
}

class Parser {
 public:
  Parser(const Command& command, const std::vector<std::string>& words)
      : command_(command), flags_(flags_of(command)), words_(words) {}

  Result<Arguments> parse() {
    if (asks_for_help()) {
      arguments_.flags["help"] = {""};
      return std::move(arguments_);
    }
    for (at_ = 0; at_ < words_.size(); ++at_)
      if (const Result<void> taken = take(words_[at_]); !taken) return taken.error();
    if (const Result<void> counted = check_positionals(); !counted) return counted.error();
    return std::move(arguments_);
  }

 private:
  bool asks_for_help() const {
    for (const std::string& word : words_) {
      if (word == "--") return false;
      if (word == "--help" || word == "-h") return true;
    }
    return false;
  }

  Result<void> take(const std::string& word) {
    if (word.size() > kValueBytesMax)
      return usage("a word of " + std::to_string(word.size()) + " bytes is too long");
    if (word.find('\0') != std::string::npos) return usage("a word holds a NUL byte");
    if (only_words_ || word.size() < 2 || word[0] != '-') {
      arguments_.positionals.push_back(word);
      return {};
    }
    if (word == "--") {
      only_words_ = true;
      return {};
    }
    return word[1] == '-' ? take_long(word) : take_letters(word);
  }

  const Flag* find_name(std::string_view name) const {
    const auto found = std::ranges::find(flags_, name, &Flag::name);
    return found == flags_.end() ? nullptr : &*found;
  }
  const Flag* find_letter(char letter) const {
    const auto found = std::ranges::find(flags_, letter, &Flag::letter);
    return found == flags_.end() ? nullptr : &*found;
  }

  Result<void> take_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const Flag* const flag = find_name(name);
    if (!flag) return unknown(name);
    std::optional<std::string> value;
    if (equals != std::string::npos) value = word.substr(equals + 1);
    if (flag->value.empty() && value) return usage(dashed(*flag) + " is a switch and takes no value");
    return flag->value.empty() ? store(*flag, "") : take_value(*flag, std::move(value));
  }

  Result<void> take_letters(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const Flag* const flag = find_letter(word[i]);
      if (!flag) return usage("unknown flag \"-" + word.substr(i, 1) + "\"", help_hint());
      if (flag->value.empty()) {
        if (const Result<void> stored = store(*flag, ""); !stored) return stored;
        continue;
      }
      std::optional<std::string> value;
      if (i + 1 < word.size()) value = word.substr(i + 1);
      return take_value(*flag, std::move(value));
    }
    return {};
  }

  // A flag of ours is never swallowed as the value of the one before it.
  bool is_flag(const std::string& word) const {
    if (word == "--") return true;
    if (word.size() > 2 && word.starts_with("--"))
      return find_name(word.substr(2, word.find('=') - 2)) != nullptr;
    return word.size() == 2 && word[0] == '-' && find_letter(word[1]) != nullptr;
  }

  Result<void> take_value(const Flag& flag, std::optional<std::string> value) {
    if (!value && at_ + 1 < words_.size() && !is_flag(words_[at_ + 1])) value = words_[++at_];
    const std::string takes = dashed(flag) + " " + std::string(flag.value);
    if (!value) return usage(dashed(flag) + " needs a value", takes);
    if (value->empty()) return usage("the value of " + dashed(flag) + " is empty", takes);
    if (value->size() > kValueBytesMax) return usage("the value of " + dashed(flag) + " is too long");
    if (!flag.choices.empty() && !among(flag.choices, *value))
      return usage(dashed(flag) + " takes one of " + comma_list(flag.choices) + ", not \"" + *value + "\"",
                   nearest_hint(*value, split_choices(flag.choices)));
    return store(flag, std::move(*value));
  }

  Result<void> store(const Flag& flag, std::string value) {
    std::vector<std::string>& values = arguments_.flags[std::string(flag.name)];
    if (!values.empty() && !flag.many) return usage(dashed(flag) + " is given twice");
    values.push_back(std::move(value));
    return {};
  }

  Error unknown(const std::string& name) const {
    std::vector<std::string> known;
    for (const Flag& flag : flags_) known.emplace_back(flag.name);
    const std::string guess = nearest_hint(name, known, "--");
    return usage("unknown flag \"--" + name + "\"", guess.empty() ? help_hint() : guess);
  }

  std::string command_text() const {
    return "balm " + std::string(command_.noun) +
           (command_.verb.empty() ? "" : " " + std::string(command_.verb));
  }
  std::string help_hint() const { return command_text() + " --help"; }

  // The line of usage that matters when words are missing or too many.
  // `extra` is a word too many: where hosts are named by a flag, that is what it was meant to be.
  std::string usage_line(const std::string& extra = "") const {
    std::string line = command_text();
    for (const Positional& positional : command_.positionals) {
      const std::string name = std::string(positional.name) + (positional.many ? ".." : "");
      line += positional.required ? " " + name : " [" + name + "]";
    }
    const bool takes_hosts =
        std::any_of(flags_.begin(), flags_.end(), [](const Flag& flag) { return flag.name == "hosts"; });
    if (!extra.empty() && takes_hosts) line += " -l " + extra;
    return line;
  }

  Result<void> check_positionals() const {
    const std::vector<Positional>& declared = command_.positionals;
    const std::vector<std::string>& given = arguments_.positionals;
    for (std::size_t i = 0; i < given.size(); ++i) {
      const bool is_extra = i >= declared.size() && (declared.empty() || !declared.back().many);
      if (is_extra) return usage("unexpected word \"" + given[i] + "\"", usage_line(given[i]));
      const Positional& positional = declared[std::min(i, declared.size() - 1)];
      if (given[i].empty()) return usage(std::string(positional.name) + " is empty", usage_line());
      if (!positional.choices.empty() && !among(positional.choices, given[i]))
        return usage(std::string(positional.name) + " is one of " + comma_list(positional.choices) +
                         ", not \"" + given[i] + "\"",
                     nearest_hint(given[i], split_choices(positional.choices)));
    }
    for (std::size_t i = given.size(); i < declared.size(); ++i)
      if (declared[i].required) return usage(std::string(declared[i].name) + " is missing", usage_line());
    return {};
  }

  const Command& command_;
  const std::vector<Flag> flags_;
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  bool only_words_ = false;
  Arguments arguments_;
};

}  // namespace

std::string Arguments::text(std::string_view flag, std::string_view fallback) const {
  const auto found = flags.find(flag);
  return found == flags.end() ? std::string(fallback) : found->second.front();
}

std::vector<std::string> Arguments::all(std::string_view flag) const {
  const auto found = flags.find(flag);
  return found == flags.end() ? std::vector<std::string>{} : found->second;
}

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> kFlags{
      {"output", 'o', "FORMAT", "table, wide, json, jsonl, csv or name", "table|wide|json|jsonl|csv|name"},
      {"time", 0, "STYLE", "how moments are told: local, utc, iso, unix, relative",
       "local|utc|iso|unix|relative"},
      {"color", 0, "WHEN", "auto, always or never (also NO_COLOR, CLICOLOR_FORCE)", "auto|always|never"},
      {"quiet", 'q', "", "only data, no talk on stderr"},
      {"verbose", 'v', "", "say more; -vv shows what is asked of the master", "", Offer::Nothing, true},
      {"connect", 0, "FILE", "operator.json that names the master and holds the key", "", Offer::Files},
      {"timeout", 0, "TIME", "how long an answer, or a run, may take (5s for answers)"},
      {"help", 'h', "", "this page"},
  };
  return kFlags;
}

std::vector<Flag> flags_of(const Command& command) {
  std::vector<Flag> flags = command.flags;
  if (command.lists) {
    flags.push_back({"columns", 0, "A,B", "these columns, in this order"});
    flags.push_back({"sort", 0, "COLUMN", "by this column; -COLUMN for the reverse"});
    flags.push_back({"no-headers", 0, "", "rows only"});
    flags.push_back({"watch", 'w', "", "draw again every 2 s until Ctrl-C"});
  }
  flags.insert(flags.end(), global_flags().begin(), global_flags().end());
  return flags;
}

Result<Arguments> parse_arguments(const Command& command, const std::vector<std::string>& words) {
  return Parser(command, words).parse();
}

}  // namespace balm::cli
