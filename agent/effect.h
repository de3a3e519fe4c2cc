// What the agent core asks of its shell, in order. Nothing may leave (SendToMaster) before the events
// appended in front of it are on disk; the shell may gather the appends of many steps under one sync. When
// the spool cannot be written nothing more is sent and the agent ends.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "agent/local_message.h"
#include "agent/saved_checks.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/message.h"

namespace balm::agent {

// One more event at the end of the spool.
struct AppendEvent {
  Event event;  // with its seq
};
// The master has everything up to here; may be forgotten some time later.
struct EventsAcked {
  std::uint64_t upto = 0;
};
// Answered by EventsRead: events in order from `from` on, acknowledged or not; none when `from` is not kept
// any more.
struct ReadEvents {
  std::uint64_t from = 1;
};
// The spool goes on under a new id: unacknowledged events move to it and are numbered from 1. Answered by
// SpoolRenewed.
struct RenewSpool {
  SpoolId id;
  std::uint64_t acked = 0;  // of the old one; what lies behind it moves
};

// The standings of the checks, to be found again after a restart. Replaces what was kept before.
struct KeepChecks {
  SavedChecks checks;
};

// What the master handed down, to be found again after a restart. Answered by CheckSetKept once it is on
// disk; not at all when that failed: the master sends it again.
struct KeepCheckSet {
  CheckSet set;
};

// A new connection to the master, dropping the old one; and none at all.
struct Connect {};
struct Disconnect {};

// Dropped when there is no connection: whatever matters is sent again.
struct SendToMaster {
  Message message;
};
struct SendToExecutor {
  ToExecutor message;
};

// A line for the log.
struct Note {
  bool trouble = false;
  std::string text;
};

using Effect = std::variant<AppendEvent, EventsAcked, ReadEvents, RenewSpool, KeepChecks, KeepCheckSet,
                            Connect, Disconnect, SendToMaster, SendToExecutor, Note>;
using Effects = std::vector<Effect>;

}  // namespace balm::agent
