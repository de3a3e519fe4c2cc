// Everything that can happen to the agent core, as one closed set.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "agent/local_message.h"
#include "agent/spool_facts.h"
#include "common/document/check_document.h"
#include "common/message.h"

namespace balm::agent {

// Time passed; sent at next_deadline() at the latest.
struct Tick {};

struct ExecutorSaid {
  FromExecutor message;
};

// A message only the master may send.
struct MasterSaid {
  Message message;
};

// The connection asked for by Connect stands: the handshake proved the master's key.
struct LinkUp {};
// It ended or could not be made; the shell dials again by itself, unless `refused`: then it waits for the
// next Connect.
struct LinkDown {
  std::string reason;
  bool refused = false;
};

// The checks of this host, all of them: at the start and after each reload.
struct ChecksLoaded {
  std::vector<CheckDocument> checks;
};

// The files on disk have faults: the checks stay as they were, and the master hears of it.
struct ChecksRefused {
  std::string faults;
};

// The set is on disk.
struct CheckSetKept {
  CheckSet set;
};

// Whether there is room on disk for the spool to grow.
struct SpoolRoom {
  bool enough = true;
};

// The process ends in an orderly way: keep what should be kept.
struct Stopping {};

using Input = std::variant<Tick, ExecutorSaid, MasterSaid, LinkUp, LinkDown, ChecksLoaded, ChecksRefused,
                           CheckSetKept, EventsRead, SpoolRenewed, SpoolRoom, Stopping>;

}  // namespace balm::agent
