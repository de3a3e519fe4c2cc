// balm maintenance: hosts Balm keeps its hands off. Always with a reason and an end.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/fields.h"
#include "cli/show/list_views.h"
#include "cli/show/times.h"
#include "common/duration_text.h"

namespace balm::cli {
namespace {

std::vector<std::string> names(const Value& data) {
  std::vector<std::string> names;
  for (const Value& host : items(data, "hosts")) names.push_back(host.string_or(host["name"].string_or()));
  return names;
}

std::string which(const std::string& selector) {
  return selector == "all" ? "--all" : shell_quoted(selector);
}

std::string matched_line(const Value& shown, const std::string& selector) {
  const ValueList& hosts = items(shown, "hosts");
  const auto count = static_cast<std::int64_t>(hosts.size());
  const std::string verb = count == 1 ? " matches " : " match ";
  const std::string subject = selector == "all" ? "all " + counted(count, "host", "hosts")
                                                : counted(count, "host", "hosts") + verb + selector;
  std::string line = subject + ":";
  for (std::size_t i = 0; i < hosts.size() && i < 20; ++i)
    line += " " + hosts[i].string_or(hosts[i]["name"].string_or());
  return line + (hosts.size() > 20 ? " ..." : "") + "\n";
}

Error nobody(const std::string& selector) {
  return {Error::Kind::NotFound, "no host matches \"" + selector + "\"; nothing was done", "balm hosts list"};
}

// When it ends: --for or --until. Errors: Kind::Usage; neither, both, or a moment that has passed.
Result<std::int64_t> end_of(const Call& call) {
  const bool has_for = call.given().has("for");
  if (has_for && call.given().has("until"))
    return Error{Error::Kind::Usage, "say either --for or --until, not both", ""};
  if (has_for) {
    const Result<Duration> length = duration_from_text(call.given().text("for"));
    if (!length)
      return Error{Error::Kind::Usage, "--for: " + length.error().message, "--for 1h, --for 2h30m"};
    if (*length <= Duration::zero())
      return Error{Error::Kind::Usage, "--for must be longer than nothing", ""};
    return (call.screen().now + *length).ms();
  }
  const Result<Value> until = call.moment("until", Toward::Future);
  if (!until) return until.error();
  if (until->as_int() <= call.screen().now.ms())
    return Error{Error::Kind::Usage, "--until " + call.given().text("until") + " has already passed", ""};
  return until->as_int();
}

// What is missing is named, and the whole line that would do is shown.
Result<void> reason_and_end(const Call& call) {
  const bool reason = call.given().has("reason");
  const bool end = call.given().has("for") || call.given().has("until");
  if (reason && end) return {};
  const std::string what =
      reason ? "an end: nothing stays in maintenance for ever" : (end ? "a reason" : "a reason and an end");
  std::string more = end ? "" : "--for 1h";
  if (!reason) more += std::string(more.empty() ? "" : " ") + "--reason \"why\"";
  return Error{Error::Kind::Usage, "maintenance needs " + what, corrected(call, more)};
}

std::string done_text(const Value& shown, const std::string& selector, const Screen& screen) {
  std::string text = matched_line(shown, selector);
  text += "In maintenance until " + minute_text(shown["until_ms"], screen) +
          ": checks go on, nothing is repaired, nobody is paged.\n";
  const ValueList& paused = items(shown, "paused");
  if (!paused.empty()) {
    text += "  " +
            counted(static_cast<std::int64_t>(paused.size()), "open incident is", "open incidents are") +
            " paused:";
    for (const Value& incident : paused)
      text +=
          " " + number_text(incident["id"]) + " " + place_of(incident) + " " + incident["check"].string_or();
    text += "\n";
  }
  text += "undo:   balm maintenance off " + which(selector) + "\n";
  return text + "extend: balm maintenance extend " + which(selector) + " --for 1h\n";
}

Result<Exit> plan(Call& call, const Value& data, const std::string& selector, std::string_view would) {
  const Value shown = harmless(data, call.screen());
  const bool any = !items(data, "hosts").empty();
  const std::string text = matched_line(shown, selector) + std::string(any ? would : "nothing to do") +
                           (any ? "; nothing was changed (exit 10)\n" : "\n");
  const Result<Exit> done = call.show_done(data, text);
  return done && any ? Result<Exit>(Exit::Findings) : done;
}

// The hosts the master says are meant, after the question where there are many.
Result<Value> agreed(Call& call, std::string_view verb, const Question& question, const std::string& effect) {
  Question dry = question;
  const Result<Value> data = call.ask(verb, dry.with("dry_run", true));
  if (!data || call.given().has("dry-run") || names(*data).empty()) return data;
  const std::vector<std::string> hosts = names(*data);
  const auto count = static_cast<std::int64_t>(hosts.size());
  if (const Result<void> yes = confirmed(call, {hosts, effect + " " + counted(count, "host", "hosts")}); !yes)
    return yes.error();
  return data;
}

Result<Exit> on(Call& call) {
  const Result<std::string> selector = chosen_hosts(call, call.given().positional(0));
  if (!selector) return selector.error();
  if (const Result<void> complete = reason_and_end(call); !complete) return complete.error();
  const Result<std::int64_t> until = end_of(call);
  if (!until) return until.error();
  Question question;
  question.with_text("selector", *selector)
      .with("until_ms", *until)
      .with_text("reason", call.given().text("reason"));
  const Result<Value> meant = agreed(call, "maintenance.on", question, "keep Balm's hands off");
  if (!meant) return meant.error();
  if (names(*meant).empty()) return nobody(*selector);
  if (call.given().has("dry-run")) return plan(call, *meant, *selector, "would go into maintenance");
  const Result<Value> data = call.ask("maintenance.on", question);
  if (!data) return data.error();
  return call.show_done(*data, done_text(harmless(*data, call.screen()), *selector, call.screen()));
}

Result<Exit> off(Call& call) {
  const Result<std::string> selector = chosen_hosts(call, call.given().positional(0));
  if (!selector) return selector.error();
  Question question;
  question.with_text("selector", *selector);
  const Result<Value> meant = agreed(call, "maintenance.off", question, "end the maintenance of");
  if (!meant) return meant.error();
  if (call.given().has("dry-run")) return plan(call, *meant, *selector, "would leave maintenance");
  const Result<Value> data = call.ask("maintenance.off", question);
  if (!data) return data.error();
  if (names(*data).empty()) return call.show_done(*data, "no host of " + *selector + " was in maintenance\n");
  return call.show_done(*data, matched_line(harmless(*data, call.screen()), *selector) +
                                   "Maintenance is over: what is wrong there will be repaired again.\n");
}

Result<Exit> extend(Call& call) {
  const Result<std::string> selector = chosen_hosts(call, call.given().positional(0));
  if (!selector) return selector.error();
  if (!call.given().has("for") && !call.given().has("until"))
    return Error{Error::Kind::Usage, "it is not said by how much", corrected(call, "--for 1h")};
  const Result<std::int64_t> until = end_of(call);
  if (!until) return until.error();
  Question question;
  question.with_text("selector", *selector);
  if (call.given().has("for"))
    question.with("by_ms", *until - call.screen().now.ms());
  else
    question.with("until_ms", *until);
  const Result<Value> meant = agreed(call, "maintenance.extend", question, "extend the maintenance of");
  if (!meant) return meant.error();
  if (names(*meant).empty())
    return Error{Error::Kind::NotFound, "no host of \"" + *selector + "\" is in maintenance",
                 "balm maintenance list"};
  if (call.given().has("dry-run")) return plan(call, *meant, *selector, "would stay in maintenance longer");
  const Result<Value> data = call.ask("maintenance.extend", question);
  if (!data) return data.error();
  return call.show_list({"maintenance", maintenance_columns(), "no host is in maintenance"}, *data);
}

Result<Exit> list(Call& call) {
  const Result<Value> data = call.ask("maintenance.list", {});
  if (!data) return data.error();
  return call.show_list({"maintenance", maintenance_columns(), "no host is in maintenance"}, *data);
}

const Flag kAll{"all", 0, "", "every host; needs this word"};
const Flag kYes{"yes", 'y', "", "do not ask"};
const Flag kMax{"max", 0, "N", "refuse if more hosts than this are meant"};
const Flag kDryRun{"dry-run", 0, "", "say what would change and exit with 10"};
const Flag kFor{"for", 0, "TIME", "how long, as 1h or 2h30m"};
const Flag kUntil{"until", 0, "WHEN", "or until when, as 05:00 or \"tomorrow 08:00\""};
const Positional kSelector{"SELECTOR", "which hosts (balm help selectors)", Offer::Selectors, "", false};

}  // namespace

std::vector<Command> maintenance_commands() {
  return {
      {.noun = "maintenance",
       .verb = "list",
       .text = "which hosts are off limits, until when and why",
       .examples = {"balm maintenance"},
       .function = list,
       .lists = true},
      {.noun = "maintenance",
       .verb = "on",
       .text = "keep Balm's hands off these hosts for a while",
       .examples = {"balm maintenance on role=db --for 3h --reason \"CHG-1182 minor upgrade\"",
                    "balm maintenance on web3 --until 05:00 --reason \"new disk\""},
       .positionals = {kSelector},
       .flags = {{"reason", 0, "TEXT", "why; shown to everyone who wonders"},
                 kFor,
                 kUntil,
                 kAll,
                 kYes,
                 kMax,
                 kDryRun},
       .function = on,
       .more =
           "Checks go on and events are kept; nothing is repaired and nobody is paged. It ends by itself.\n"},
      {.noun = "maintenance",
       .verb = "off",
       .text = "end it early",
       .examples = {"balm maintenance off role=db"},
       .positionals = {kSelector},
       .flags = {kAll, kYes, kMax, kDryRun},
       .function = off},
      {.noun = "maintenance",
       .verb = "extend",
       .text = "let it last longer",
       .examples = {"balm maintenance extend role=db --for 1h", "balm maintenance extend web3 --until 06:00"},
       .positionals = {kSelector},
       .flags = {kFor, kUntil, kAll, kYes, kMax, kDryRun},
       .function = extend}};
}

}  // namespace balm::cli
