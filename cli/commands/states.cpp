// balm states: what can be done on a host, and doing it.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/commands/state_doc.h"
#include "cli/commands/state_run.h"
#include "cli/given.h"
#include "cli/show/list_views.h"
#include "cli/show/thing_pages.h"

namespace balm::cli {
namespace {

Result<Exit> list(Call& call) {
  const Result<Value> data = call.ask("states.list", {});
  if (!data) return data.error();
  return call.show_list({"states", state_columns(), "the master has no states"}, *data);
}

Result<Exit> show(Call& call) {
  const Result<std::string> name = valid_name(call.given().positional(0), "a state");
  if (!name) return name.error();
  const Result<Value> data = call.ask("states.show", Question().with_text("name", *name));
  if (!data) return data.error();
  return call.show_page(*data, state_page);
}

}  // namespace

std::vector<Command> states_commands() {
  const Positional state{"STATE", "dotted, as nginx.restart", Offer::States};
  return {
      {.noun = "states",
       .verb = "list",
       .text = "states the master knows",
       .examples = {"balm states", "balm states list -o wide"},
       .function = list,
       .lists = true},
      {.noun = "states",
       .verb = "show",
       .text = "one state: its parameters and its text",
       .examples = {"balm states show nginx.restart"},
       .positionals = {state},
       .function = show},
      {.noun = "states",
       .verb = "doc",
       .text = "what the functions do that states call: all, those of a module, or one with its arguments",
       .examples = {"balm states doc", "balm states doc file", "balm states doc service.running"},
       .positionals = {{"MODULE[.FUNCTION]", "file, or file.managed", Offer::Functions, "", false}},
       .function = state_doc},
      {.noun = "states",
       .verb = "run",
       .text = "run a state on hosts, or see what it would do",
       .examples = {"balm states run nginx.restart -l role=web --dry-run",
                    "balm states run nginx.restart -l web3",
                    "balm states run journal.vacuum -l role=db --with size=500M"},
       .positionals = {state},
       .flags = {{"hosts", 'l', "SELECTOR", "on which hosts (balm help selectors)", "", Offer::Selectors},
                 {"all", 0, "", "on every host; needs this word"},
                 {"with", 0, "K=V", "a parameter; may be repeated", "", Offer::Nothing, true},
                 {"dry-run", 0, "", "say what would change and exit with 10"},
                 {"at-once", 0, "N", "on at most so many hosts at once"},
                 {"yes", 'y', "", "do not ask"},
                 {"max", 0, "N", "refuse if more hosts than this are meant"}},
       .function = run_state,
       .more = "Waits and tells what happens; Ctrl-C stops only the telling. Maintenance, freeze and the "
               "host lock hold here\n"
               "too. Exits with 8 when some hosts did it and some did not.\n"},
  };
}

}  // namespace balm::cli
