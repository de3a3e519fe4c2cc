// balm freeze, balm thaw: the kill switch. Frozen, Balm goes on seeing and recording, and repairs nothing
// anywhere.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/fields.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

Result<Exit> freeze(Call& call) {
  const std::string reason = call.given().text("reason");
  if (reason.empty())
    return Error{Error::Kind::Usage, "freeze needs a reason: everyone will ask",
                 corrected(call, "--reason \"why\"")};
  const Result<Value> data = call.ask("freeze", Question().with_text("reason", reason));
  if (!data) return data.error();
  const Value shown = harmless(*data, call.screen());
  std::string text = "Frozen: nothing is repaired anywhere until it is thawed. Checks and events go on.\n";
  const ValueList& running = items(shown, "running");
  if (!running.empty())
    text += "  " +
            counted(static_cast<std::int64_t>(running.size()), "attempt that runs already goes",
                    "attempts that run already go") +
            " on to the end:\n";
  for (const Value& attempt : running)
    text += "    #" + to_display(attempt) + "    balm history show " + to_display(attempt) + "\n";
  return call.show_done(*data, text + "undo: balm thaw\n");
}

Result<Exit> thaw(Call& call) {
  const Result<Value> data = call.ask("thaw", {});
  if (!data) return data.error();
  if ((*data)["since_ms"].is_null()) return call.show_done(*data, "It was not frozen.\n");
  return call.show_done(
      *data, "Thawed; it was frozen since " + when_text((*data)["since_ms"], call.screen()) +
                 ". What is still wrong will be repaired again.\nundo: balm freeze --reason \"why\"\n");
}

}  // namespace

std::vector<Command> freeze_commands() {
  return {{.noun = "freeze",
           .verb = "",
           .text = "stop all repairs everywhere, now",
           .examples = {"balm freeze --reason \"strange things on the database hosts\""},
           .flags = {{"reason", 0, "TEXT", "why; shown to everyone until it is thawed"}},
           .function = freeze,
           .more = "For a few hosts only: balm maintenance on.\n"},
          {.noun = "thaw", .verb = "", .text = "end a freeze", .examples = {"balm thaw"}, .function = thaw}};
}

}  // namespace balm::cli
