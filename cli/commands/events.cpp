// balm events: what happened.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/event_page.h"
#include "cli/show/fields.h"
#include "cli/show/list_views.h"
#include "cli/show/machine.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

Result<Exit> list(Call& call) {
  Question question;
  for (const std::string_view flag : {"since", "until"}) {
    const Result<Value> at = call.moment(flag, Toward::Past);
    if (!at) return at.error();
    question.with(std::string(flag) + "_ms", *at);
  }
  for (const std::string_view flag : {"host", "type", "status"})
    question.with_text(flag, call.given().text(flag));
  if (const Result<void> paged = with_paging(call, question); !paged) return paged.error();
  const Result<Value> data = call.ask("events.list", question);
  if (!data) return data.error();
  return call.show_list({"events", event_columns(), "no event matches"}, *data);
}

Result<Exit> show(Call& call) {
  const Result<std::int64_t> id = event_number(call.given().positional(0));
  if (!id) return id.error();
  const Result<Value> data = call.ask("events.show", Question().with("id", *id));
  if (!data) return data.error();
  return call.show_page(*data, event_page);
}

void print_event(Call& call, const Value& event) {
  if (call.for_people())
    call.print(event_line(harmless(event, call.screen()), call.screen()));
  else
    call.print(json_line(event));
}

void print_decision(Call& call, const Value& part) {
  if (call.for_people())
    call.print(decision_line(harmless(part["decision"], call.screen()), call.screen()));
  else
    call.print(json_line(part));
}

// The last ones first, then, with -f, each as it comes; nothing is lost between the two or by a restart of
// the master.
Result<Exit> tail(Call& call) {
  if (call.format() == Format::Csv || call.format() == Format::Name)
    return Error{Error::Kind::Usage, "a stream is printed as a table or as jsonl", "use -o jsonl"};
  const std::string type = call.given().text("type");
  Question question;
  question.with_text("type", type).with("limit", 20);
  const Result<Value> recent = call.ask("events.list", question);
  if (!recent) return recent.error();
  const ValueList& events = items(*recent, "events");
  Value newest = events.empty() ? Value() : events.front()["id"];
  for (auto event = events.rbegin(); event != events.rend(); ++event) print_event(call, *event);
  if (!call.given().has("follow")) return Exit::Done;
  const auto resume = [&] { return Question().with_text("type", type).with("after", newest).value(); };
  const auto on_event = [&](const Value& part) {
    if (!part["decision"].is_null()) {
      print_decision(call, part);
    } else if (!part["gap"].is_null()) {
      call.say("too much happened meanwhile to be told again; the rest: balm events list");
    } else {
      newest = part["id"];
      print_event(call, part);
    }
    return call.surroundings().flush() ? MasterClient::Go::On : MasterClient::Go::Stop;
  };
  Question following;
  following.with_text("type", type).with("after", newest);
  const Result<MasterClient::Stream> stream =
      call.follow("events.follow", following, on_event, {.longest = call.timeout(), .resume = resume});
  if (!stream) return stream.error();
  return stream->end == MasterClient::End::Interrupted ? Exit::Interrupted : Exit::Done;
}

Result<Exit> send(Call& call) {
  const Result<std::string> type = valid_name(call.given().positional(0), "an event's type");
  if (!type) return type.error();
  Question question;
  question.with_text("type", *type).with_text("host", call.given().text("host"));
  question.with_text("status", call.given().text("status")).with_text("output", call.given().text("output"));
  const std::vector<std::string> labels = call.given().all("label");
  const Result<Value> label_map = pairs(labels, "label");
  if (!label_map) return label_map.error();
  if (!labels.empty()) question.with("labels", *label_map);
  if (call.given().has("body")) {
    const Result<Value> body = value_from_json(call.given().text("body"));
    if (!body) return Error{Error::Kind::Usage, "--body is not JSON: " + body.error().message, ""};
    question.with("body", *body);
  }
  const Result<Value> data = call.ask("events.send", question);
  if (!data) return data.error();
  const std::string name = event_name(*data);
  return call.show_done(*data,
                        "event " + name + " is stored\nsee what became of it: balm explain " + name + "\n");
}

}  // namespace

std::vector<Command> events_commands() {
  const Flag type{"type", 0, "GLOB", "only of this type: check.nginx*, host.down"};
  return {
      {.noun = "events",
       .verb = "tail",
       .text = "the last events, and with -f each as it comes, with what became of it",
       .examples = {"balm events tail -f", "balm events tail -f --type 'check.disk*'",
                    "balm events tail -f -o jsonl"},
       .flags = {{"follow", 'f', "", "go on until Ctrl-C; survives a restart of the master"}, type},
       .function = tail},
      {.noun = "events",
       .verb = "list",
       .text = "events of the past, newest first",
       .examples = {"balm events --since 1h --status critical",
                    "balm events list --host web3 --type 'check.*'"},
       .flags = {{"since", 0, "WHEN", "since then (balm help time)"},
                 {"until", 0, "WHEN", "before then"},
                 {"host", 0, "NAME", "only of this host", "", Offer::Hosts},
                 type,
                 {"status", 0, "WORD", "only with this status", "ok|warning|critical|unknown"},
                 kLimitFlag,
                 kBeforeFlag},
       .function = list,
       .lists = true},
      {.noun = "events",
       .verb = "show",
       .text = "one event with everything it carries, and what was decided",
       .examples = {"balm events show @8812"},
       .positionals = {{"ID", "the event, as @8812"}},
       .function = show},
      {.noun = "events",
       .verb = "send",
       .text = "tell Balm that something happened",
       .examples = {"balm events send deploy.shop --host web3 --status warning --output \"release 4.2\"",
                    "balm events send backup.done --label set=nightly"},
       .positionals = {{"TYPE", "dotted, as deploy.shop"}},
       .flags = {{"host", 0, "NAME", "which host it concerns", "", Offer::Hosts},
                 {"status", 0, "WORD", "ok, warning, critical or unknown", "ok|warning|critical|unknown"},
                 {"output", 0, "TEXT", "one line for people"},
                 {"label", 0, "K=V", "a label; may be repeated", "", Offer::Nothing, true},
                 {"body", 0, "JSON", "any further data, for rules to look at"}},
       .function = send},
  };
}

}  // namespace balm::cli
