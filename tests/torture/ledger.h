// What really happened on the hosts, written down by the states themselves in a file that no part of Balm
// reads or writes: one line for every start of a state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/ids.h"
#include "common/result.h"

namespace balm::torture {

struct Start {
  AttemptId attempt;
  std::string host;
  std::int64_t at_ms = 0;  // since 1970, by this machine's clock
};

// A step that adds a line to the ledger and then takes a moment, in which anything may be killed.
std::string ledger_step(const std::string& ledger);

// Lines that cannot be read are an Error: then nothing can be said. A missing file has no lines.
Result<std::vector<Start>> read_ledger(const std::string& ledger);

}  // namespace balm::torture
