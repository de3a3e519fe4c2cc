// The key registry: which public keys exist, what people decided about each, and which name a key speaks for.
// Every message is checked against it, so a revocation holds from the next message of an open connection on.
// Pending keys are bounded; the one that knocked longest ago makes room.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/ids.h"
#include "common/result.h"
#include "master/row.h"

namespace balm::master {

class Keyring {
 public:
  static constexpr std::size_t kPendingMax = 1'000;

  void restore(KeyRow row);

  const KeyRow* find(std::string_view public_key) const;
  // By host name (the accepted key first, then the one that waits), whole fingerprint, or a unique prefix of
  // one.
  // Errors: NotFound (none, or several: the message names them).
  Result<const KeyRow*> look_up(std::string_view name_or_fingerprint) const;
  const std::map<std::string, KeyRow, std::less<>>& rows() const { return rows_; }

  // A key that is not accepted knocked.
  struct Knock {
    const KeyRow* news = nullptr;  // the row to store when something new was learned
    std::string dropped;           // the public key that had to make room; empty: none had to
  };
  Knock knocked(KeyRow seen);

  // Decisions of people. Errors: Refused (with the reason), e.g. when another key already speaks for that
  // name.
  Result<const KeyRow*> accept(std::string_view public_key);
  Result<const KeyRow*> reject(std::string_view public_key, std::string reason);
  Result<const KeyRow*> revoke(std::string_view public_key, std::string reason);

  std::size_t count(KeyState state) const;

 private:
  const KeyRow* accepted_for(std::string_view name) const;
  std::string make_room();

  std::map<std::string, KeyRow, std::less<>> rows_;  // by public key
};

}  // namespace balm::master
