// What the master core asks of its shell, in order. The shell may gather the rows of many steps into one
// transaction, but nothing may leave (Send, Answer, Notify) before the rows in front of it are committed;
// when a commit fails, nothing leaves and the master stops acting.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "common/message.h"
#include "master/row.h"

namespace balm::master {

// Rows to keep. Incident, attempt, key, host, spool and maintenance rows replace their older selves.
struct StoreEvent {
  Event event;
};
struct StoreSpool {
  SpoolRow row;
};
struct StoreHost {
  HostRow row;
};
struct StoreKey {
  KeyRow row;
};
struct StoreIncident {
  IncidentRow row;
};
struct StoreAttempt {
  AttemptRow row;
};
struct DropKey {  // a pending key that had to make room
  std::string public_key;
};
// Verify said yes after this attempt.
struct MarkHealed {
  AttemptId id;
  WallTime at;
};
struct StoreJournal {
  JournalRow row;
};
struct StoreMaintenance {
  MaintenanceRow row;
};
struct DropMaintenance {
  HostName host;
};
struct StoreFreeze {
  FreezeRow row;
};
struct StoreNotification {
  NotificationRow row;
};

// To an agent; dropped (with a log line) when it is not connected: every message is repeated until answered.
struct SendToHost {
  HostName host;
  Message message;
};

// To a client of the command line.
struct Answer {
  std::uint64_t client = 0;
  Reply reply;
};

// Hand a stored notification to its notifier; the outcome comes back as NotificationDone.
struct Notify {
  std::uint64_t id = 0;
  std::string notifier;
  std::string body;
};

// Read the configuration files again and answer the client (0: nobody asked).
struct ReloadConfig {
  std::uint64_t client = 0;
  std::uint64_t request = 0;
};

using Effect = std::variant<StoreEvent, StoreSpool, StoreHost, StoreKey, DropKey, StoreIncident, StoreAttempt,
                            MarkHealed, StoreJournal, StoreMaintenance, DropMaintenance, StoreFreeze,
                            StoreNotification, SendToHost, Answer, Notify, ReloadConfig>;
using Effects = std::vector<Effect>;

}  // namespace balm::master
