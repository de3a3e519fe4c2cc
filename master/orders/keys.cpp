#include "master/journal.h"
#include "master/key_view.h"
#include "master/orders/order_table.h"

namespace balm::master::orders {
namespace {

using Decide = Result<const KeyRow*> (*)(Keyring&, const std::string& public_key, const std::string& reason);

Result<const KeyRow*> decide(const Turn& turn, const Value& args, Decide decide) {
  const Result<const KeyRow*> found = turn.state.keys.look_up(args["key"].string_or());
  if (!found) return found.error();
  if ((*found)->role == KeyRole::Operator)
    return Error{Error::Kind::Refused, "that is an operator's key",
                 "operators are managed on the master: docs/INSTALL.md"};
  return decide(turn.state.keys, (*found)->public_key, args["reason"].string_or());
}

void finish(const Turn& turn, const Caller& caller, const Result<const KeyRow*>& outcome,
            const std::string& what) {
  if (!outcome) return fail(turn, caller, outcome.error());
  const KeyRow& row = **outcome;
  turn.push(StoreKey{row});
  journal::note(turn, {}, "key",
                caller.who + " " + what + " the key " + row.fingerprint + " of " + row.name +
                    (row.reason.empty() ? "" : ": " + row.reason));
  if (row.state == KeyState::Accepted) turn.state.fleet.admit(HostName{row.name}, turn.now.instant);
  if (row.state == KeyState::Revoked) turn.state.fleet.remove(HostName{row.name});
  done(turn, caller, Value::map({{"key", key_view(row)}}));
}

}  // namespace

void keys_accept(const Turn& turn, const Caller& caller, const Value& args) {
  finish(turn, caller,
         decide(turn, args,
                [](Keyring& keys, const std::string& key, const std::string&) { return keys.accept(key); }),
         "accepted");
}

void keys_reject(const Turn& turn, const Caller& caller, const Value& args) {
  finish(turn, caller,
         decide(turn, args,
                [](Keyring& keys, const std::string& key, const std::string& why) {
                  return keys.reject(key, why);
                }),
         "rejected");
}

void keys_revoke(const Turn& turn, const Caller& caller, const Value& args) {
  finish(turn, caller,
         decide(turn, args,
                [](Keyring& keys, const std::string& key, const std::string& why) {
                  return keys.revoke(key, why);
                }),
         "revoked");
}

}  // namespace balm::master::orders
