#include "cli/commands/state_run.h"

#include <utility>

#include "cli/given.h"
#include "cli/show/fields.h"
#include "cli/show/machine.h"
#include "cli/show/run_page.h"

namespace balm::cli {
namespace {

// What the stream has said so far.
struct Progress {
  std::string run;  // the number under which the run is kept, as an incident's
  ValueList parts;  // one per host
  bool dry_run = false;
};

std::vector<std::string> names(const Value& data) {
  std::vector<std::string> names;
  for (const Value& host : items(data, "hosts")) names.push_back(host["name"].string_or());
  return names;
}

Result<Question> question_of(const Call& call, const std::string& selector) {
  const Result<std::string> state = valid_name(call.given().positional(0), "a state");
  if (!state) return state.error();
  const Result<Value> params = pairs(call.given().all("with"), "with");
  if (!params) return params.error();
  Question question;
  question.with_text("state", *state).with_text("selector", selector).with("params", *params);
  if (call.given().has("dry-run")) question.with("test", true);
  if (!call.given().has("at-once")) return question;
  const Result<std::int64_t> at_once = incident_number(call.given().text("at-once"));
  if (!at_once) return Error{Error::Kind::Usage, "--at-once takes a number of hosts", ""};
  return question.with("at_once", *at_once);
}

// The part that comes before any host: how the run is called, and how many at once.
bool is_opening(const Value& part) {
  return part["host"].is_null();
}

void take_opening(Call& call, Progress& progress, const Value& part, std::size_t hosts) {
  if (!part["run"].is_null()) progress.run = safe_line(to_display(part["run"]), call.screen());
  if (!call.for_people()) return;
  const std::string count = counted(static_cast<std::int64_t>(hosts), "host", "hosts");
  const std::string at_once =
      part["at_once"].is_null() ? "" : ", at most " + to_display(part["at_once"]) + " at once";
  call.say((progress.dry_run ? "plan for " : "") + count + at_once);
}

void take_host(Call& call, Progress& progress, const Value& part) {
  const Value shown = harmless(part, call.screen());
  const std::string attempt = shown["attempt"].string_or();
  if (progress.run.empty()) progress.run = attempt.substr(0, attempt.find('.'));
  if (call.for_people() && !progress.dry_run) call.print(run_line(shown, call.screen()));
  if (!call.for_people() && call.format() != Format::Json) call.print(json_line(part));
  progress.parts.push_back(progress.dry_run || call.format() == Format::Json ? part : Value());
}

std::string run_hint(const Progress& progress) {
  return progress.run.empty() ? "balm history list --since 10m" : "balm incidents show " + progress.run;
}

Exit exit_of(const Value& last, bool dry_run) {
  const std::int64_t ok = last["ok"].int_or();
  const std::int64_t missed = last["failed"].int_or() + last["silent"].int_or();
  if (missed > 0) return ok > 0 ? Exit::Partial : Exit::Failed;
  return dry_run && last["changes"].int_or() > 0 ? Exit::Findings : Exit::Done;
}

std::string exit_note(Exit exit) {
  return exit == Exit::Done ? "" : " (exit " + std::to_string(static_cast<int>(exit)) + ")";
}

Exit finish(Call& call, const Progress& progress, const Value& last) {
  const Exit exit = exit_of(last, progress.dry_run);
  if (call.format() == Format::Json) {
    call.print(json_document(Value::map({{"hosts", Value(progress.parts)}, {"result", last}})));
    return exit;
  }
  if (!call.for_people()) return exit;
  if (progress.dry_run) {
    ValueList shown;
    for (const Value& part : progress.parts) shown.push_back(harmless(part, call.screen()));
    call.print(plan_text(shown, call.screen()));
    call.say("nothing was changed" + exit_note(exit) + ". To do it:  " + corrected_without(call, "dry-run"));
    return exit;
  }
  call.say(std::to_string(last["ok"].int_or()) + " ok, " + std::to_string(last["failed"].int_or()) +
           " failed, " + std::to_string(last["silent"].int_or()) + " did not answer" + exit_note(exit) +
           "      " + run_hint(progress));
  return exit;
}

Result<Exit> follow_run(Call& call, const Question& question, std::size_t hosts) {
  Progress progress;
  progress.dry_run = call.given().has("dry-run");
  const auto on_part = [&](const Value& part) {
    if (is_opening(part))
      take_opening(call, progress, part, hosts);
    else
      take_host(call, progress, part);
    return MasterClient::Go::On;
  };
  const Result<MasterClient::Stream> stream =
      call.follow("states.run", question, on_part, {.longest = call.timeout()});
  if (!stream) {
    Error error = stream.error();
    const bool goes_on = error.kind == Error::Kind::TimedOut || error.kind == Error::Kind::Unreachable;
    if (goes_on && !progress.dry_run) error.hint = "the run goes on: " + run_hint(progress);
    return error;
  }
  if (stream->end == MasterClient::End::Interrupted) {
    call.say("\nThe run goes on without you: " + run_hint(progress));
    return Exit::Interrupted;
  }
  return finish(call, progress, stream->last);
}

}  // namespace

Result<Exit> run_state(Call& call) {
  const Result<std::string> selector = chosen_hosts(call, call.given().text("hosts"));
  if (!selector) return selector.error();
  const Result<Question> question = question_of(call, *selector);
  if (!question) return question.error();
  const Result<Value> meant = call.ask("hosts.list", Question().with_text("selector", *selector));
  if (!meant) return meant.error();
  const std::vector<std::string> hosts = names(*meant);
  if (hosts.empty())
    return Error{Error::Kind::NotFound, "no host matches \"" + *selector + "\"; nothing was done",
                 "balm hosts list"};
  const std::string count = counted(static_cast<std::int64_t>(hosts.size()), "host", "hosts");
  if (!call.given().has("dry-run")) {
    const Result<void> yes = confirmed(call, {hosts, "run " + call.given().positional(0) + " on " + count});
    if (!yes) return yes.error();
  }
  return follow_run(call, *question, hosts.size());
}

}  // namespace balm::cli
