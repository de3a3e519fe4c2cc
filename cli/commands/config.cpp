// balm config: the files people write, on this machine and on the master.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/commands/lint.h"
#include "cli/show/fields.h"

namespace balm::cli {
namespace {

Result<Exit> reload(Call& call) {
  const Result<Value> data = call.ask("config.reload", {});
  if (!data) return data.error();
  const Value shown = harmless(*data, call.screen());
  if (shown["ok"].bool_or())
    return call.show_done(*data,
                          "The master has read its files: revision " + to_display(shown["revision"]) + "\n");
  std::string text = "The files have errors; the last good configuration goes on:\n";
  for (const Value& issue : items(shown, "issues")) text += to_display(issue) + "\n";
  const Result<Exit> done = call.show_done(*data, text);
  return done ? Result<Exit>(Exit::Failed) : done;
}

}  // namespace

std::vector<Command> config_commands() {
  return {
      {.noun = "config",
       .verb = "validate",
       .text = "read a whole folder as the daemons would, on this machine, without a master",
       .examples = {"balm config validate", "balm config validate ./balm"},
       .positionals = {{"DIR", "laid out as /etc/balm, which is also the default", Offer::Files, "", false}},
       .flags = {{"strict", 0, "", "warnings count too: exit with 10"}},
       .function = validate_config,
       .more = "master.yaml, agent.yaml, rules.d, checks.d, notifiers.d and states, with all references "
               "between them.\n"
               "Exits with 1 when there are errors.\n"},
      {.noun = "config",
       .verb = "reload",
       .text = "let the master read its files again",
       .examples = {"balm config validate && balm config reload"},
       .function = reload,
       .more = "All files load, or the last good configuration stays and the errors are shown.\n"}};
}

}  // namespace balm::cli
