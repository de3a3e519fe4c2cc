// balm checks: what agents look at, and what they see.
#include <set>
#include <string>

#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/fields.h"
#include "cli/show/list_views.h"
#include "cli/show/machine.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

constexpr std::size_t kIssuesShown = 10;

// What keeps checks of the master from running as they were written.
void tell_issues(Call& call, const ValueList& checks) {
  std::size_t told = 0;
  for (const Value& row : checks) {
    if (row["issue"].is_null() || ++told > kIssuesShown) continue;
    const Value shown = harmless(row, call.screen());
    call.say("(!) " + shown["host"].string_or() + " " + shown["check"].string_or() +
             ", handed down by the master: " + shown["issue"].string_or());
  }
  if (told > kIssuesShown)
    call.say("(!) and " + std::to_string(told - kIssuesShown) + " more: balm checks list -o json");
}

Result<Exit> list(Call& call) {
  const Result<std::string> selector = filtering_hosts(call);
  if (!selector) return selector.error();
  Question question;
  question.with_text("selector", *selector).with_text("check", call.given().positional(0));
  question.with_text("status", call.given().text("status"));
  const Result<Value> data = call.ask("checks.list", question);
  if (!data) return data.error();
  const Result<Exit> shown = call.show_list({"checks", check_columns(), "no check matches"}, *data);
  if (call.for_people()) tell_issues(call, items(*data, "checks"));
  return shown;
}

std::string result_text(const Value& part, const Screen& screen, bool with_rest) {
  const std::string instance = part["instance"].string_or();
  const std::string name = part["check"].string_or() + (instance.empty() ? "" : ":" + instance);
  const bool silent = !part["answered"].bool_or(true);
  const std::string status = silent ? "no answer" : part["status"].string_or("unknown");
  const std::string trouble = part["trouble"].string_or();
  std::string line = padded(part["host"].string_or(), 8) + "  " + padded(name, 16) + "  " +
                     paint(status, tone_of(status), screen) +
                     std::string(status.size() < 9 ? 9 - status.size() : 0, ' ') + "  " +
                     padded_left(silent ? "" : took_text(part["took_us"]), 6) + "  " +
                     one_line(trouble.empty() ? part["output"].string_or() : trouble);
  line.erase(line.find_last_not_of(' ') + 1);
  line += "\n";
  const std::string rest = part["long_output"].string_or();
  return with_rest && !rest.empty() ? line + rest + (rest.ends_with('\n') ? "" : "\n") : line;
}

// What all results together say.
struct Tally {
  bool all_ok = true;
  std::set<std::string> hosts;
  std::set<std::string> silent;

  void count(const Value& part) {
    const std::string host = part["host"].string_or();
    hosts.insert(host);
    if (!part["answered"].bool_or(true))
      silent.insert(host);
    else if (part["status"].string_or() != "ok")
      all_ok = false;
  }

  Exit exit() const {
    if (hosts.size() == silent.size()) return Exit::Failed;
    if (!silent.empty()) return Exit::Partial;
    return all_ok ? Exit::Done : Exit::Failed;
  }
};

Result<Exit> run(Call& call) {
  const Result<std::string> check = valid_name(call.given().positional(0), "a check");
  if (!check) return check.error();
  const Result<std::string> selector = chosen_hosts(call, call.given().text("hosts"));
  if (!selector) return selector.error();
  Tally tally;
  const auto on_part = [&](const Value& part) {
    tally.count(part);
    if (call.for_people())
      call.print(result_text(harmless(part, call.screen()), call.screen(), call.given().has("verbose")));
    else
      call.print(json_line(part));
    return MasterClient::Go::On;
  };
  const Question question = Question().with_text("check", *check).with_text("selector", *selector);
  const Result<MasterClient::Stream> stream =
      call.follow("checks.run", question, on_part, {.longest = call.timeout()});
  if (!stream) return stream.error();
  if (stream->end == MasterClient::End::Interrupted) return Exit::Interrupted;
  const auto hosts = static_cast<std::int64_t>(tally.hosts.size());
  call.say(std::to_string(hosts - static_cast<std::int64_t>(tally.silent.size())) + " of " +
           counted(hosts, "host", "hosts") + " answered");
  return tally.exit();
}

}  // namespace

std::vector<Command> checks_commands() {
  return {
      {.noun = "checks",
       .verb = "list",
       .text = "the newest result of each check",
       .examples = {"balm checks", "balm checks list 'disk*' -l role=db", "balm checks --status critical"},
       .positionals = {{"CHECK", "only these; patterns too", Offer::Checks, "", false}},
       .flags = {{"hosts", 'l', "SELECTOR", "only on these hosts", "", Offer::Selectors},
                 {"status", 0, "WORD", "only with this status", "ok|warning|critical|unknown"}},
       .function = list,
       .lists = true},
      {.noun = "checks",
       .verb = "run",
       .text = "run a check now and show what it says",
       .examples = {"balm checks run nginx_http -l web3", "balm checks run disk -l role=db -v"},
       .positionals = {{"CHECK", "the check", Offer::Checks}},
       .flags = {{"hosts", 'l', "SELECTOR", "on which hosts", "", Offer::Selectors},
                 {"all", 0, "", "on every host; needs this word"}},
       .function = run,
       .more = "Exits with 0 when all are ok, 1 when one is not, 8 when a host did not answer. -v shows the "
               "whole output.\n"}};
}

}  // namespace balm::cli
