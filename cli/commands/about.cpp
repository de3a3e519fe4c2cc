// balm completion, version, help: about the tool itself. None of them needs a master.
#include <map>

#include "cli/call.h"
#include "cli/command_table.h"
#include "cli/commands/commands.h"
#include "cli/completion.h"
#include "cli/help_text.h"
#include "cli/resolve.h"
#include "cli/show/fields.h"
#include "cli/show/machine.h"
#include "common/nearest.h"

namespace balm::cli {
namespace {

Result<Exit> completion(Call& call) {
  call.print(completion_script(call.given().positional(0)));
  return Exit::Done;
}

std::string versions_text(const Value& data) {
  std::string text = "balm " BALM_VERSION "\n";
  if (!data["master"].is_null()) text += "master " + data["master"].string_or() + "\n";
  const Value& agents = data["agents"];
  if (!agents.is(Value::Kind::Map)) return text;
  for (const auto& [agent_version, count] : agents.as_map())
    text += "agents " + to_display(agent_version) + " x" + to_display(count) + "\n";
  return text;
}

Result<Value> fleet_versions(Call& call) {
  const Result<Value> status = call.ask("status", {});
  if (!status) return status.error();
  const Result<Value> hosts = call.ask("hosts.list", {});
  if (!hosts) return hosts.error();
  std::map<std::string, std::int64_t> counts;
  for (const Value& host : items(*hosts, "hosts")) ++counts[host["version"].string_or("?")];
  ValueMap agents;
  for (const auto& [agent_version, count] : counts) agents.emplace(Value(agent_version), Value(count));
  return Value::map({{"balm", BALM_VERSION},
                     {"master", field(*status, "master.version")},
                     {"agents", Value(std::move(agents))}});
}

Result<Exit> version(Call& call) {
  Value data = Value::map({{"balm", BALM_VERSION}});
  if (call.given().has("fleet")) {
    Result<Value> fleet = fleet_versions(call);
    if (!fleet) return fleet.error();
    data = std::move(*fleet);
  }
  return call.show_done(data, versions_text(harmless(data, call.screen())));
}

Result<Exit> help(Call& call) {
  const std::vector<std::string>& words = call.given().positionals;
  if (words.empty()) {
    call.print(overview_help());
    return Exit::Done;
  }
  if (const std::string_view topic = topic_text(words.front()); !topic.empty()) {
    call.print(topic);
    return Exit::Done;
  }
  const Result<Resolved> resolved = resolve(words);
  if (!resolved) {
    const std::string guess = nearest_name(words.front(), topic_names());
    return Error{Error::Kind::NotFound, "there is no help on \"" + words.front() + "\"",
                 guess.empty() ? "balm help" : "did you mean: balm help " + guess};
  }
  const bool whole_noun = words.size() == 1 && commands_of(resolved->noun).size() > 1;
  call.print(whole_noun || !resolved->command ? noun_help(resolved->noun) : command_help(*resolved->command));
  return Exit::Done;
}

}  // namespace

std::vector<Command> about_commands() {
  return {
      {.noun = "completion",
       .verb = "",
       .text = "the completion script for a shell",
       .examples = {"balm completion bash > /etc/bash_completion.d/balm", "source <(balm completion zsh)",
                    "balm completion fish | source"},
       .positionals = {{"SHELL", "bash, zsh or fish", Offer::Nothing, "bash|zsh|fish"}},
       .function = completion},
      {.noun = "version",
       .verb = "",
       .text = "which version this is; with --fleet also the master's and every agent's",
       .examples = {"balm version", "balm version --fleet"},
       .flags = {{"fleet", 0, "", "ask the master which versions are in use"}},
       .function = version},
      {.noun = "help",
       .verb = "",
       .text = "help on a command or a topic",
       .examples = {"balm help", "balm help maintenance on", "balm help selectors"},
       .positionals = {{"TOPIC", "a command, or exit-codes, environment, selectors, formatting, cel, time",
                        Offer::Topics, "", false, true}},
       .function = help}};
}

}  // namespace balm::cli
