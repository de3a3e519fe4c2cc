// balm keys: who may connect. New agents wait as pending until somebody has compared their fingerprint.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/fields.h"
#include "cli/show/list_views.h"
#include "cli/show/thing_pages.h"

namespace balm::cli {
namespace {

bool is_state(const Value& key, std::string_view state) {
  return key["state"].string_or() == state;
}

// Without a state the accepted ones are only counted for people: what waits for a decision must not drown.
Value undecided_keys(const Value& data, std::int64_t& accepted) {
  ValueList rows;
  for (const Value& key : items(data, "keys")) {
    if (is_state(key, "accepted"))
      ++accepted;
    else
      rows.push_back(key);
  }
  return Value::map({{"keys", Value(std::move(rows))}});
}

Result<Exit> list(Call& call) {
  const std::string state = call.given().positional(0);
  const Result<Value> data = call.ask("keys.list", Question().with_text("state", state));
  if (!data) return data.error();
  const ListView view{"keys", key_columns(),
                      state.empty() ? "no key waits for a decision" : "no key is " + state};
  const bool shorten = state.empty() && call.for_people() && call.screen().terminal;
  if (!shorten) return call.show_list(view, *data);
  std::int64_t accepted = 0;
  const Value undecided = undecided_keys(*data, accepted);
  const Result<Exit> shown = call.show_list(view, undecided);
  if (!shown) return shown;
  if (accepted > 0)
    call.print("accepted: " + counted(accepted, "key", "keys") + "    (balm keys list accepted)\n");
  for (const Value& key : items(undecided, "keys"))
    if (is_state(key, "pending")) {
      call.say("compare with the agent: balm-agent --fingerprint      let it in: balm keys accept " +
               safe_line(key["name"].string_or(), call.screen()));
      break;
    }
  return shown;
}

// A name or the beginning of a fingerprint.
Result<std::string> key_named(const Call& call) {
  return valid_name(call.given().positional(0), "a key (a host's name or the beginning of its fingerprint)");
}

Result<Exit> show(Call& call) {
  const Result<std::string> key = key_named(call);
  if (!key) return key.error();
  const Result<Value> data = call.ask("keys.show", Question().with_text("key", *key));
  if (!data) return data.error();
  return call.show_page(*data, key_page);
}

Result<Exit> change(Call& call, std::string_view verb, std::string_view done) {
  const Result<std::string> key = key_named(call);
  if (!key) return key.error();
  const Result<Value> data =
      call.ask(verb, Question().with_text("key", *key).with_text("reason", call.given().text("reason")));
  if (!data) return data.error();
  const Value shown = harmless((*data)["key"], call.screen());
  return call.show_done(*data, shown["name"].string_or(*key) + " " + std::string(done) + ": " +
                                   shown["fingerprint"].string_or() + "\n" + "see: balm keys show " + *key +
                                   "\n");
}

Result<Exit> accept(Call& call) {
  return change(call, "keys.accept", "is accepted");
}

Result<Exit> with_reason(Call& call, std::string_view verb, std::string_view done) {
  if (call.given().text("reason").empty())
    return Error{Error::Kind::Usage, "it needs a reason, for whoever asks later why the host is out",
                 corrected(call, "--reason \"why\"")};
  return change(call, verb, done);
}

Result<Exit> reject(Call& call) {
  return with_reason(call, "keys.reject", "is rejected");
}
Result<Exit> revoke(Call& call) {
  return with_reason(call, "keys.revoke", "is revoked; nothing more is heard from it or said to it");
}

}  // namespace

std::vector<Command> keys_commands() {
  const Flag reason{"reason", 0, "TEXT", "why; kept with the key"};
  const std::string_view which = "a host's name, or the beginning of a fingerprint";
  return {
      {.noun = "keys",
       .verb = "list",
       .text = "keys that wait for a decision, or all of one state",
       .examples = {"balm keys", "balm keys list accepted", "balm keys list -o json"},
       .positionals = {{"STATE", "only these", Offer::Nothing, "pending|accepted|rejected|revoked", false}},
       .function = list,
       .lists = true},
      {.noun = "keys",
       .verb = "accept",
       .text = "let a host in",
       .examples = {"balm keys accept web13"},
       .positionals = {{"KEY", which, Offer::PendingKeys}},
       .flags = {reason},
       .function = accept,
       .more = "Compare the fingerprint first: `balm-agent --fingerprint` on the host prints it.\n"},
      {.noun = "keys",
       .verb = "reject",
       .text = "keep a new host out",
       .examples = {"balm keys reject web13 --reason \"not one of ours\""},
       .positionals = {{"KEY", which, Offer::PendingKeys}},
       .flags = {reason},
       .function = reject},
      {.noun = "keys",
       .verb = "revoke",
       .text = "throw a host out",
       .examples = {"balm keys revoke web3 --reason \"disk was stolen\""},
       .positionals = {{"KEY", which, Offer::Keys}},
       .flags = {reason},
       .function = revoke,
       .more = "Takes effect with the host's next message.\n"},
      {.noun = "keys",
       .verb = "show",
       .text = "one key with its whole fingerprint",
       .examples = {"balm keys show web13"},
       .positionals = {{"KEY", which, Offer::Keys}},
       .function = show},
  };
}

}  // namespace balm::cli
