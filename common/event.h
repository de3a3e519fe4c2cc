// An event is something that happened: a check changed state, a host vanished, an operator sent one. Durable
// on the master before anything is done about it. Types are dotted: `check.nginx_http`, `host.down`,
// `operator.deploy`.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/ids.h"
#include "common/instant.h"
#include "common/labels.h"
#include "common/status.h"
#include "common/value.h"

namespace balm {

using Metrics = std::map<std::string, double, std::less<>>;

struct Event {
  EventId id;             // given by the master when it is stored
  std::uint64_t seq = 0;  // place in the agent's spool, from 1; 0 for events the master made itself
  std::string type;       // [a-z0-9._-]+ with at least one dot
  HostName host;          // from the sender's key; never read from a message. Empty: concerns no host
  CheckName check;        // set for check events
  std::string instance;   // which of several results of one check (`per`), e.g. "/var"; usually empty
  Status status = Status::Unknown;
  Status previous = Status::Unknown;  // hard status before
  std::string output;                 // first line, at most limits::kOutputHeadBytes
  std::string long_output;            // the rest, bounded
  Metrics metrics;
  Labels labels;
  WallTime at;                   // by the sender's clock; for people, not for decisions
  WallTime received;             // by the master's clock
  std::uint64_t generation = 0;  // +1 on each ok -> bad change of this check on this host
  AttemptId cause;               // the attempt it began with: while that ran on the host, or right after
  Value body;                    // free data of other senders
};

}  // namespace balm
