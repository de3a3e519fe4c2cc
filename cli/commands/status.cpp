// balm status: what needs me, what is handled, what was healed.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/show/fields.h"
#include "cli/show/status_page.h"

namespace balm::cli {
namespace {

// The numbers a Nagios plugin uses: 0 quiet, 1 Balm is handling something, 2 a human is needed.
Exit fleet_exit(const Value& data) {
  const bool trouble =
      !items(data, "trouble").empty() || !data["frozen"].is_null() || !data["config"]["ok"].bool_or(true);
  if (!items(data, "needs_you").empty() || trouble) return static_cast<Exit>(2);
  return static_cast<Exit>(items(data, "handling").empty() ? 0 : 1);
}

Result<Exit> status(Call& call) {
  const Result<Value> data = call.ask("status", {});
  if (!data) return data.error();
  const Result<Exit> shown = call.show_page(*data, status_page);
  if (!shown || !call.given().has("exit-code")) return shown;
  return fleet_exit(*data);
}

}  // namespace

std::vector<Command> status_commands() {
  return {
      {.noun = "status",
       .verb = "",
       .text = "what needs you, what is being handled, what was healed (also: balm alone)",
       .examples = {"balm", "balm status -w", "balm status --exit-code -q"},
       .flags = {{"exit-code", 0, "", "exit with 0 quiet, 1 Balm is handling something, 2 a human is needed"},
                 {"watch", 'w', "", "draw again every 2 s until Ctrl-C"}},
       .function = status,
       .more = "With --exit-code the exit code is the state of the fleet, so that any monitoring can run it "
               "as a plugin:\n"
               "a frozen master or broken configuration counts as 2.\n"}};
}

}  // namespace balm::cli
