// The promises, checked after everything has stopped, from three sides that know nothing of each other: the
// ledger of the states, the agents' spools, the master's database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/result.h"
#include "tests/torture/ledger.h"

namespace balm::torture {

// Where the daemons have left their files.
struct Remains {
  std::string database;             // of the master
  std::vector<std::string> spools;  // one folder for each agent
};

struct Account {
  std::uint64_t sent = 0;      // events the agents have numbered
  std::uint64_t stored = 0;    // of these, in the database
  std::uint64_t left_out = 0;  // counted by an agent that had no room
  std::uint64_t attempts = 0;  // that the master has written down
  std::uint64_t started = 0;   // that the ledger knows
  std::uint64_t twice = 0;
  std::uint64_t endless = 0;  // attempts and incidents that have not ended
  std::uint64_t late = 0;     // started after their time to live
  std::uint64_t healed = 0;   // incidents
  std::uint64_t incidents = 0;
  std::vector<std::string> broken;  // one line for each promise that was not kept, at most some dozens
};

// REQUIRES: no daemon runs any more. Errors: Io, BadData.
Result<Account> audit(const Remains& remains, const std::vector<Start>& starts);

}  // namespace balm::torture
