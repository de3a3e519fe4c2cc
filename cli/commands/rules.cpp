// balm rules: which events open an incident, and the ladder of remedies.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/commands/lint.h"
#include "cli/given.h"
#include "cli/show/list_views.h"
#include "cli/show/thing_pages.h"

namespace balm::cli {
namespace {

Result<Exit> list(Call& call) {
  const Result<Value> data = call.ask("rules.list", {});
  if (!data) return data.error();
  return call.show_list({"rules", rule_columns(), "the master has no rules"}, *data);
}

Result<Exit> show(Call& call) {
  const Result<std::string> name = valid_name(call.given().positional(0), "a rule");
  if (!name) return name.error();
  const Result<Value> data = call.ask("rules.show", Question().with_text("name", *name));
  if (!data) return data.error();
  return call.show_page(*data, rule_page);
}

}  // namespace

std::vector<Command> rules_commands() {
  return {
      {.noun = "rules",
       .verb = "list",
       .text = "rules with what they matched and healed",
       .examples = {"balm rules", "balm rules list --sort -failed"},
       .function = list,
       .lists = true},
      {.noun = "rules",
       .verb = "show",
       .text = "one rule: its ladder, its guards, its text",
       .examples = {"balm rules show nginx-down"},
       .positionals = {{"RULE", "the rule", Offer::Rules}},
       .function = show},
      {.noun = "rules",
       .verb = "lint",
       .text = "look for mistakes in rules, checks and states on this machine, without a master",
       .examples = {"balm rules lint", "balm rules lint rules.d/disk.yaml", "balm rules lint . --strict",
                    "balm rules lint -"},
       .positionals = {{"FILE", "files or folders; - reads stdin; without any, the folder here or /etc/balm",
                        Offer::Files, "", false, true}},
       .flags = {{"strict", 0, "", "warnings count too: exit with 10"}},
       .function = lint_rules,
       .more = "Exits with 1 when there are errors. A folder is read as /etc/balm is laid out: rules.d, "
               "checks.d,\n"
               "notifiers.d, states. Names of states are checked only where a folder of states was read.\n"},
  };
}

}  // namespace balm::cli
