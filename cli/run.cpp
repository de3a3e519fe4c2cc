#include "cli/run.h"

#include <utility>

#include "cli/call.h"
#include "cli/completion.h"
#include "cli/error_text.h"
#include "cli/help_text.h"
#include "cli/resolve.h"

namespace balm::cli {
namespace {

constexpr Duration kWatchEvery = 2s;

bool wants_json(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "-ojson" || word == "-ojsonl" || word == "--output=json" || word == "--output=jsonl")
      return true;
    const bool is_output = word == "-o" || word == "--output";
    if (is_output && i + 1 < words.size() && (words[i + 1] == "json" || words[i + 1] == "jsonl")) return true;
  }
  return false;
}

// Draws the command again and again; a master that restarts meanwhile is waited for.
Result<Exit> watch(Call& call) {
  Surroundings& surroundings = call.surroundings();
  do {
    if (call.screen().terminal) surroundings.out("\x1b[H\x1b[2J");
    const Result<Exit> exit = call.command().function(call);
    if (!exit && exit.error().kind != Error::Kind::Unreachable && exit.error().kind != Error::Kind::TimedOut)
      return exit;
    if (!exit) surroundings.err(error_text(exit.error()));
    if (const Result<void> written = surroundings.flush(); !written) return written.error();
    call.refresh();
  } while (surroundings.wait(kWatchEvery));
  return Exit::Interrupted;
}

Result<Exit> run_command(const Resolved& resolved, Surroundings& surroundings) {
  Result<Arguments> given = parse_arguments(*resolved.command, resolved.rest);
  if (!given) return given.error();
  if (given->has("help")) {
    surroundings.out(command_help(*resolved.command));
    return Exit::Done;
  }
  Result<Call> call = Call::make(*resolved.command, std::move(*given), surroundings);
  if (!call) return call.error();
  return call->given().has("watch") ? watch(*call) : resolved.command->function(*call);
}

Result<Exit> run_words(const std::vector<std::string>& words, Surroundings& surroundings) {
  if (!words.empty() && words.front() == "__complete") return complete(words, surroundings);
  const Result<Resolved> resolved = resolve(words);
  if (!resolved) return resolved.error();
  if (resolved->command) return run_command(*resolved, surroundings);
  surroundings.out(resolved->noun.empty() ? overview_help() : noun_help(resolved->noun));
  return Exit::Done;
}

Exit report(const Error& error, bool as_json, Surroundings& surroundings) {
  const Exit exit = exit_for(error.kind);
  surroundings.err(as_json ? error_json(error, exit) : error_text(error));
  return exit;
}

}  // namespace

int run(const std::vector<std::string>& words, Surroundings& surroundings) {
  const bool as_json = wants_json(words);
  const Result<Exit> result = run_words(words, surroundings);
  Exit exit = result ? *result : report(result.error(), as_json, surroundings);
  if (const Result<void> written = surroundings.flush(); !written && exit == Exit::Done)
    exit = report(written.error(), as_json, surroundings);
  return static_cast<int>(exit);
}

}  // namespace balm::cli
