// The closed set of messages between agent, master and command line. One frame each: "balm1 <type>\n" and a
// JSON object (common/wire.h). No message says who its sender is: the name comes from the key of the
// connection. Order, loss and restart: docs/PROTOCOL.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/event.h"
#include "common/ids.h"
#include "common/labels.h"
#include "common/observation.h"
#include "common/task.h"
#include "common/value.h"

namespace balm {

// ---- agent -> master

// Why a check that the master hands down does not run as handed down: a file of the host uses its name, it
// cannot be read ...
struct CheckFault {
  CheckName check;
  std::string text;

  bool operator==(const CheckFault&) const = default;
};

// First message on every new connection, before any other.
struct Hello {
  SpoolId spool;
  std::uint64_t next_seq = 1;   // of the next event to be written
  std::string boot;             // kernel boot id
  std::string stamp;            // newest heartbeat stamp of the executor
  std::uint64_t epoch_max = 0;  // highest the executor has durably seen
  std::uint64_t last_fence = 0;
  Labels labels;
  std::string version;
  std::vector<CheckStanding> checks;
  std::vector<AttemptId> open_attempts;  // journalled, not ended or not yet acknowledged
  std::string check_set;                 // hash of the checks it keeps for the master; empty: none
  std::vector<CheckFault> check_faults;  // of that set
};

struct Heartbeat {
  std::string boot;
  std::string stamp;
  std::uint64_t spooled = 0;  // events not yet acknowledged
  std::string check_set;      // as in Hello
};

struct EventBatch {
  SpoolId spool;
  std::vector<Event> events;  // ascending seq, at most limits::kEventsPerMessageMax
};

struct TaskReport {
  TaskStatus status;
};

// Answer to RunCheck.
struct CheckReport {
  std::uint64_t request = 0;
  CheckName check;
  bool known = true;  // false: the agent has no such check
  std::vector<Observation> observations;
};

// Latest results, best effort, for `balm checks` and rules; never durable, never a trigger.
struct CheckNews {
  std::vector<CheckStanding> checks;
};

// Answer to CheckSet: it is on disk and in force. Also sent when what is wrong with it has changed.
struct CheckSetTaken {
  std::string hash;
  std::vector<CheckFault> faults;
};

// ---- master -> agent

struct Maintenance {
  WallTime until;
  std::string reason;
  std::string by;
};

// Answer to Hello; also sent again whenever `frozen` or `maintenance` changes. The executor keeps it durably.
struct Standing {
  std::string cluster;
  std::uint64_t epoch = 0;
  HostName name;                   // what the registry calls this agent
  std::uint64_t acked_seq = 0;     // highest durable event of the Hello's spool
  std::uint64_t acked_digest = 0;  // event_digest() of that event; 0: not known any more
  std::uint64_t fence_floor = 0;   // no dispatch at or below this may be accepted any more
  bool frozen = false;
  std::optional<Maintenance> maintenance;
  std::int64_t heartbeat_ms = 10'000;
};

struct EventAck {
  SpoolId spool;
  std::uint64_t upto = 0;
};

// Events are missing: send again from `expect`.
struct EventNak {
  SpoolId spool;
  std::uint64_t expect = 0;
};

struct Dispatch {
  Task task;
};

struct StatusQuery {
  AttemptId attempt;
};

struct ResultAck {
  AttemptId attempt;
};

struct Cancel {
  AttemptId attempt;
};

struct RunCheck {
  std::uint64_t request = 0;
  CheckName check;
};

// All checks the master hands down to this host, instead of those before. Sent until it is taken.
struct CheckSet {
  std::string hash;                 // check_set_hash() of the texts
  std::vector<std::string> checks;  // each a YAML document with one check (common/document/check_text.h)
};

// Proof that the agent's events and heartbeats arrive; sent for every heartbeat.
struct Alive {
  WallTime at;
};

// ---- command line <-> master

struct Request {
  std::uint64_t id = 0;  // chosen by the client, repeated in the answer
  std::string verb;      // "incidents.show"; the table is master/operator/verb_table
  Value args;            // object
};

struct Reply {
  std::uint64_t id = 0;
  std::string error;    // empty, or an Error::Kind in text: "not_found", "refused" ...
  std::string message;  // sentence for people when `error` is set
  std::string hint;     // the command that helps
  Value data;
  bool more = false;  // streams: further replies with this id follow
};

using Message = std::variant<Hello, Heartbeat, EventBatch, TaskReport, CheckReport, CheckNews, CheckSetTaken,
                             Standing, EventAck, EventNak, Dispatch, StatusQuery, ResultAck, Cancel, RunCheck,
                             CheckSet, Alive, Request, Reply>;

}  // namespace balm
