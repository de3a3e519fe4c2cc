// balm explain: why Balm did, or did not, act; and what an error code or a field means.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/commands/meaning.h"
#include "cli/given.h"
#include "cli/show/explain_page.h"

namespace balm::cli {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<Exit> explain(Call& call) {
  const std::string thing = call.given().positional(0);
  Question question;
  if (thing.starts_with('@')) {
    const Result<std::int64_t> event = event_number(thing);
    if (!event) return event.error();
    question.with("event", *event);
  } else if (thing.starts_with('#') || is_number(thing)) {
    const Result<std::int64_t> incident = incident_number(thing);
    if (!incident) return incident.error();
    question.with("incident", *incident);
  } else {
    return explain_word(call, thing);
  }
  const Result<Value> data = call.ask("explain", question);
  if (!data) return data.error();
  return call.show_page(*data, explain_page);
}

}  // namespace

std::vector<Command> explain_commands() {
  return {
      {.noun = "explain",
       .verb = "",
       .text = "why Balm did or did not act on an event or incident; what an error code or field means",
       .examples = {"balm explain 1042", "balm explain @8812", "balm explain E304",
                    "balm explain rule.guard"},
       .positionals = {{"THING",
                        "1042 (an incident), @8812 (an event), E304 (an error code), rule.guard (a field)",
                        Offer::Incidents}},
       .function = explain,
       .more =
           "Told apart by their form. Each condition is shown with the value of every part, each guard with "
           "its\n"
           "counter. Incidents may be written 1042 or '#1042' (quoted: # begins a comment in a shell).\n"}};
}

}  // namespace balm::cli
