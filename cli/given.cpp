#include "cli/given.h"

#include <charconv>
#include <utility>

#include "cli/error_text.h"
#include "common/ids.h"
#include "common/limits.h"
#include "common/selector.h"

namespace balm::cli {
namespace {

Error usage(std::string message, std::string hint = "") {
  return {Error::Kind::Usage, std::move(message), std::move(hint)};
}

Result<std::int64_t> number_after(std::string_view text, char mark, std::string_view what) {
  const std::string_view digits = !text.empty() && text.front() == mark ? text.substr(1) : text;
  std::int64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
  if (!whole || number <= 0) return usage(quoted(text) + " is not " + std::string(what));
  return number;
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-_.,:/=@+%").find(c) != std::string_view::npos;
    if (!plain) return true;
  }
  return false;
}

Result<std::size_t> most_hosts(const Call& call) {
  const std::string text = call.given().text("max");
  std::size_t most = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), most);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || most == 0)
    return usage("--max takes a number of hosts, not " + quoted(text));
  return most;
}

Error refused(const Danger& danger, std::string why, std::string hint) {
  return {Error::Kind::Refused, "this would " + danger.effect + "; nothing was done\n" + std::move(why),
          std::move(hint)};
}

std::string joined_names(const std::vector<std::string>& hosts) {
  constexpr std::size_t kShown = 20;
  std::string text;
  for (std::size_t i = 0; i < hosts.size() && i < kShown; ++i) text += (i ? " " : "") + hosts[i];
  return hosts.size() > kShown ? text + " ..." : text;
}

// How this command takes a selector.
std::string which_hosts(const Call& call) {
  for (const Positional& positional : call.command().positionals)
    if (positional.name == "SELECTOR") return "role=web";
  return "-l role=web";
}

Result<void> ask_for_number(Call& call, const Danger& danger) {
  const std::string count = std::to_string(danger.hosts.size());
  if (!call.surroundings().can_ask())
    return refused(
        danger,
        "more than " + std::to_string(kHostsWithoutAsking) + " hosts need a yes, and nobody is here to ask",
        corrected(call, "--yes"));
  Surroundings& surroundings = call.surroundings();
  surroundings.err("This will " + danger.effect + ":\n  " + joined_names(danger.hosts) +
                   "\nType the number of hosts to go on: ");
  const std::optional<std::string> typed = surroundings.read_line();
  if (!typed) surroundings.err("\n");
  if (!typed || *typed != count)
    return refused(danger, typed ? quoted(*typed) + " is not " + count : "no answer", "");
  return {};
}

std::string command_line(const Call& call, std::string_view without) {
  const Command& command = call.command();
  std::string line = "balm " + std::string(command.noun);
  if (!command.verb.empty()) line += " " + std::string(command.verb);
  for (const std::string& word : call.given().positionals) line += " " + shell_quoted(word);
  for (const Flag& flag : flags_of(command)) {
    if (flag.name == without) continue;
    for (const std::string& value : call.given().all(flag.name)) {
      line += flag.letter ? std::string(" -") + flag.letter : " --" + std::string(flag.name);
      if (!flag.value.empty()) line += " " + shell_quoted(value);
    }
  }
  return line;
}

}  // namespace

Result<std::int64_t> incident_number(std::string_view text) {
  return number_after(text, '#', "an incident: they have numbers, as 1042");
}

Result<std::int64_t> event_number(std::string_view text) {
  return number_after(text, '@', "an event: they have numbers, as @8812");
}

Result<std::string> attempt_name(std::string_view text) {
  const std::string_view bare = text.starts_with('#') ? text.substr(1) : text;
  const AttemptId attempt = attempt_from_text(bare);
  if (!attempt.incident || attempt.n == 0)
    return usage(quoted(text) + " is not an attempt: they are named after their incident, as 1042.2",
                 "balm history list   shows them");
  return to_text(attempt);
}

Result<std::string> valid_name(std::string_view text, std::string_view what) {
  if (valid_id(text)) return std::string(text);
  return usage(quoted(text) + " cannot be the name of " + std::string(what) +
               ": names are made of a-z 0-9 . _ - and have at most 64 characters");
}

Result<Value> pairs(const std::vector<std::string>& texts, std::string_view flag) {
  ValueMap map;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return usage("--" + std::string(flag) + " takes NAME=VALUE, not " + quoted(text));
    const bool is_new = map.emplace(Value(text.substr(0, equals)), Value(text.substr(equals + 1))).second;
    if (!is_new) return usage("--" + std::string(flag) + " " + text.substr(0, equals) + " is given twice");
  }
  return Value(std::move(map));
}

Result<std::string> chosen_hosts(const Call& call, const std::string& selector) {
  const bool all = call.given().has("all");
  if (all && !selector.empty()) return usage("say either which hosts or --all, not both");
  if (all) return std::string("all");
  if (selector.empty())
    return usage("it is not said which hosts are meant",
                 corrected(call, which_hosts(call)) + "    (or --all)");
  const Result<Selector> parsed = Selector::from_text(selector);
  if (!parsed) return parsed.error();
  if (parsed->is_nobody()) return usage("the selector is empty: it selects no host");
  if (parsed->is_everyone()) return usage(quoted(selector) + " means every host; that needs the word --all");
  return selector;
}

Result<std::string> filtering_hosts(const Call& call) {
  const std::string selector = call.given().text("hosts");
  if (selector.empty()) return std::string();
  const Result<Selector> parsed = Selector::from_text(selector);
  if (!parsed) return parsed.error();
  return selector;
}

Result<void> with_paging(const Call& call, Question& question) {
  if (call.given().has("limit")) {
    const Result<std::int64_t> limit = number_after(call.given().text("limit"), '\0', "a number");
    if (!limit || *limit > static_cast<std::int64_t>(limits::kOperatorReplyRowsMax))
      return usage("--limit takes a number from 1 to " + std::to_string(limits::kOperatorReplyRowsMax));
    question.with("limit", *limit);
  }
  if (!call.given().has("before")) return {};
  const std::string before = call.given().text("before");
  const Result<std::string> attempt = attempt_name(before);
  if (attempt) {
    question.with_text("before", *attempt);
    return {};
  }
  const bool marked = before.starts_with('#') || before.starts_with('@');
  const Result<std::int64_t> number = number_after(marked ? before.substr(1) : before, '\0', "an id");
  if (!number) return usage("--before takes the id of a row, not " + quoted(before));
  question.with("before", *number);
  return {};
}

Result<void> confirmed(Call& call, const Danger& danger) {
  if (call.given().has("max")) {
    const Result<std::size_t> most = most_hosts(call);
    if (!most) return most.error();
    if (danger.hosts.size() > *most)
      return refused(danger, "that is more than --max " + std::to_string(*most) + " allows", "");
  }
  const bool yes = call.given().has("yes");
  if (yes && call.given().has("all") && !call.given().has("max"))
    return refused(danger, "--all with --yes also needs to know how many hosts you expect at most",
                   corrected(call, "--max " + std::to_string(danger.hosts.size())));
  if (yes || danger.hosts.size() <= kHostsWithoutAsking) return {};
  return ask_for_number(call, danger);
}

std::string shell_quoted(std::string_view text) {
  if (!needs_quotes(text)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string corrected(const Call& call, std::string_view more) {
  const std::string line = command_line(call, "");
  return more.empty() ? line : line + " " + std::string(more);
}

std::string corrected_without(const Call& call, std::string_view flag) {
  return command_line(call, flag);
}

}  // namespace balm::cli
