// balm incidents: problems from first event to verified end.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/fields.h"
#include "cli/show/incident_page.h"
#include "cli/show/incident_text.h"
#include "cli/show/list_views.h"
#include "cli/show/machine.h"
#include "cli/show/timeline.h"

namespace balm::cli {
namespace {

Result<Exit> list(Call& call) {
  const Result<Value> since = call.moment("since", Toward::Past);
  if (!since) return since.error();
  Question question;
  question.with("since_ms", *since).with_text("state", call.given().text("state"));
  question.with_text("host", call.given().text("host")).with_text("rule", call.given().text("rule"));
  if (const Result<void> paged = with_paging(call, question); !paged) return paged.error();
  const Result<Value> data = call.ask("incidents.list", question);
  if (!data) return data.error();
  const bool open = call.given().text("state", "open") == "open";
  return call.show_list(
      {"incidents", incident_columns(), open ? "no incident is open" : "no incident matches"}, *data);
}

Result<Question> about(const Call& call) {
  const Result<std::int64_t> id = incident_number(call.given().positional(0));
  if (!id) return id.error();
  return Question().with("id", *id);
}

Result<Exit> show(Call& call) {
  const Result<Question> question = about(call);
  if (!question) return question.error();
  const Result<Value> data = call.ask("incidents.show", *question);
  if (!data) return data.error();
  return call.show_page(*data, incident_page);
}

// How it ended, as an exit code: healed is done, anything that still needs a person is failed.
Exit end_exit(const Value& incident) {
  if (incident["phase"].string_or() != "closed") return Exit::Failed;
  const std::string outcome = incident["outcome"].string_or();
  return outcome == "healed" || outcome == "recovered" ? Exit::Done : Exit::Failed;
}

void print_part(Call& call, const Value& part) {
  if (!call.for_people()) {
    call.print(json_line(part));
    return;
  }
  const Value shown = harmless(part, call.screen());
  const Value& timeline = shown["timeline"];
  if (timeline.is(Value::Kind::List)) call.print(timeline_text(timeline.as_list(), call.screen()));
  if (timeline.is(Value::Kind::Map)) call.print(timeline_text({timeline}, call.screen()));
}

Result<Exit> watch(Call& call) {
  const Result<Question> question = about(call);
  if (!question) return question.error();
  Value newest;
  const auto on_part = [&](const Value& part) {
    print_part(call, part);
    if (!part["incident"].is_null()) newest = part["incident"];
    return MasterClient::Go::On;
  };
  const Result<MasterClient::Stream> stream =
      call.follow("incidents.follow", *question, on_part,
                  {.longest = call.timeout(), .resume = [&] { return question->value(); }});
  if (!stream) return stream.error();
  if (stream->end == MasterClient::End::Interrupted) {
    call.say("\nNo longer watching; the incident goes on: balm incidents show " + call.given().positional(0));
    return Exit::Interrupted;
  }
  if (!stream->last["incident"].is_null()) newest = stream->last["incident"];
  if (newest.is_null()) return Exit::Done;
  const Value shown = harmless(newest, call.screen());
  if (call.for_people())
    call.print(number_text(shown["id"]) + "  " + standing_text(shown, call.screen()) + "\n");
  return end_exit(newest);
}

Result<Exit> change(Call& call, std::string_view verb, const Question& question, std::string_view done) {
  const Result<Value> data = call.ask(verb, question);
  if (!data) return data.error();
  const Value shown = harmless((*data)["incident"], call.screen());
  return call.show_done(*data, number_text(shown["id"]) + " " + shown["rule"].string_or() + " " +
                                   place_of(shown) + ": " + std::string(done) +
                                   "\nsee: balm incidents show " + to_display(shown["id"]) + "\n");
}

Result<Exit> ack(Call& call) {
  Result<Question> question = about(call);
  if (!question) return question.error();
  question->with_text("note", call.given().positional(1));
  return change(call, "incidents.ack", *question, "acknowledged; nobody else is called for it");
}

Result<Exit> retry(Call& call) {
  Result<Question> question = about(call);
  if (!question) return question.error();
  std::string from = "the first rung";
  if (call.given().has("from")) {
    const Result<std::int64_t> rung = incident_number(call.given().text("from"));
    if (!rung || *rung > 16)
      return Error{Error::Kind::Usage, "--from takes the number of a rung, from 1 to 16", ""};
    question->with("from", *rung);
    from = "rung " + std::to_string(*rung);
  }
  return change(call, "incidents.retry", *question, "Balm tries again from " + from);
}

Result<Exit> close(Call& call) {
  Result<Question> question = about(call);
  if (!question) return question.error();
  const std::string reason = call.given().text("reason");
  if (reason.empty())
    return Error{Error::Kind::Usage, "closing by hand needs a reason: the check has not said that it is over",
                 corrected(call, "--reason \"why\"")};
  question->with_text("reason", reason);
  return change(call, "incidents.close", *question, "closed; it opens again if the check still fails");
}

}  // namespace

std::vector<Command> incidents_commands() {
  const Positional number{"N", "the incident's number", Offer::Incidents};
  return {
      {.noun = "incidents",
       .verb = "list",
       .text = "open incidents, or those of the past",
       .examples = {"balm incidents", "balm incidents list --state all --since 24h", "balm inc --host web3"},
       .flags = {{"state", 0, "WHICH", "open (default), closed or all", "open|closed|all"},
                 {"host", 0, "NAME", "only of this host", "", Offer::Hosts},
                 {"rule", 0, "NAME", "only of this rule; patterns as nginx* too", "", Offer::Rules},
                 {"since", 0, "WHEN", "opened since then (balm help time)"},
                 kLimitFlag,
                 kBeforeFlag},
       .function = list,
       .lists = true},
      {.noun = "incidents",
       .verb = "show",
       .text = "one incident: what was seen, tried and decided, and what to type now",
       .examples = {"balm incidents show 1042", "balm inc 1042"},
       .positionals = {number},
       .function = show},
      {.noun = "incidents",
       .verb = "watch",
       .text = "follow one incident until it ends",
       .examples = {"balm incidents watch 1042"},
       .positionals = {number},
       .function = watch,
       .more = "Exits with 0 when it was healed or recovered, 1 when it ended otherwise. Ctrl-C only stops "
               "watching.\n"},
      {.noun = "incidents",
       .verb = "ack",
       .text = "say that you are looking at it",
       .examples = {"balm incidents ack 1042 \"looking\""},
       .positionals = {number, {"NOTE", "a word to the others", Offer::Nothing, "", false}},
       .function = ack},
      {.noun = "incidents",
       .verb = "retry",
       .text = "let Balm climb the ladder again",
       .examples = {"balm incidents retry 1042", "balm incidents retry 1042 --from 2"},
       .positionals = {number},
       .flags = {{"from", 0, "RUNG", "begin with this rung, from 1"}},
       .function = retry,
       .more = "Guards still hold: a maintenance, a freeze or a limit stops this too, and says so.\n"},
      {.noun = "incidents",
       .verb = "close",
       .text = "end an incident by hand",
       .examples = {"balm incidents close 1042 --reason \"host was removed\""},
       .positionals = {number},
       .flags = {{"reason", 0, "TEXT", "why it is over"}},
       .function = close},
  };
}

}  // namespace balm::cli
