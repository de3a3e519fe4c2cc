// What an onlooker sees of the simulated world: frames on the wire, rows that became durable, processes that
// started and ended, clocks, and what operators asked and were told. Judges know nothing else. Rows are given
// as plain values with the words that stand in the database; no type of the judged cores appears here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/ids.h"
#include "common/instant.h"
#include "common/message.h"

namespace balm::sim {

// ---- the wire: as handed to the network, and as taken from it

struct MasterSent {
  HostName to;
  Message message;
};
struct AgentSent {
  HostName from;
  Message message;
  bool forged = false;  // by an agent that lies
};
struct MasterTook {
  HostName from;
  Message message;
};
struct AgentTook {
  HostName host;
  Message message;
};

struct LinkChanged {
  HostName host;
  bool up = false;
};

// ---- the hosts

struct EventWritten {  // into the spool, not yet safe
  HostName host;
  SpoolId spool;
  Event event;
};
struct EventsSafe {  // everything in the spool up to here would survive a loss of power
  HostName host;
  SpoolId spool;
  std::uint64_t upto = 0;
};
struct EventsLost {  // with the power; they were not safe
  HostName host;
  SpoolId spool;
  std::uint64_t from = 0;
};
struct SpoolRenewed {
  HostName host;
  SpoolId before;
  SpoolId after;
  std::uint64_t acked = 0;  // what lies behind it moved
};
// The host's disk is an earlier one of its own again; `events` is what its spool holds now.
struct HostSetBack {
  HostName host;
  SpoolId spool;
  std::vector<Event> events;
};
struct StampIssued {
  HostName host;
  std::string boot;
  std::string stamp;
  Instant at;  // on the host's boot clock
};
struct ProcessStarted {  // a task's first step acts
  HostName host;
  AttemptId attempt;
  std::string boot;
  Instant at;           // on the host's boot clock
  std::string journal;  // the executor's, as it would survive a loss of power
};
struct StepStarted {
  HostName host;
  AttemptId attempt;
  std::string step;
};
// How the task's process really ended. Killed: by the executor, a crash or a loss of power.
struct ProcessEnded {
  enum class How { Succeeded, Failed, Killed };
  HostName host;
  AttemptId attempt;
  How how = How::Killed;
};
struct CheckSeen {  // a check program ran to its end
  HostName host;
  CheckName check;
  Status status = Status::Unknown;
};
struct ServiceChanged {
  HostName host;
  CheckName check;
  bool works = false;
};

// ---- rows of the master that are committed

struct EventRow {
  std::uint64_t id = 0;
  Event event;
};
struct SpoolRow {
  HostName host;
  SpoolId spool;
  std::uint64_t seq = 0;
};
struct AttemptRow {
  AttemptId id;
  std::string rule;
  HostName host;
  std::string state_hash;
  std::string phase;
  std::string outcome;
  std::uint64_t epoch = 0;
  std::uint64_t fence = 0;
  bool healed = false;
  bool test = false;
  std::string by;

  bool operator==(const AttemptRow&) const = default;
};
struct IncidentRow {
  std::uint64_t id = 0;
  std::string key;
  std::string rule;
  HostName host;
  CheckName check;
  std::uint64_t event = 0;
  std::string phase;
  std::string outcome;
  std::uint32_t attempts = 0;
  std::string waiting;
  bool acked = false;  // a person has it in hand
};
struct JournalRow {
  std::string kind;
  std::uint64_t event = 0;
  std::uint64_t upto = 0;  // a line about several events: the last of them
  std::uint64_t incident = 0;
  std::uint32_t attempt = 0;
  std::string verdict;
  std::string text;

  bool operator==(const JournalRow&) const = default;
};
struct NotificationRow {
  std::uint64_t id = 0;
  std::uint64_t incident = 0;
  bool done = false;
};
using Row = std::variant<EventRow, SpoolRow, AttemptRow, IncidentRow, JournalRow, NotificationRow>;

struct RowsCommitted {
  std::vector<Row> rows;
};
// Everything that a starting master finds, read straight from the tables.
struct RowsFound {
  std::vector<Row> rows;
  std::string broken;  // why the database cannot be believed; empty: it can
};

// ---- the master and its people

struct MasterStarted {
  std::uint64_t epoch = 0;
};
struct OperatorAsked {
  std::uint64_t request = 0;
  std::string verb;
  HostName host;   // whom it concerns; empty: everybody
  WallTime until;  // of a maintenance
};
struct OperatorAnswered {
  std::uint64_t request = 0;
  bool yes = false;
};
struct PersonTold {
  std::uint64_t notification = 0;
};

// ---- the world

struct ClockJumped {
  HostName host;  // empty: the master's
};
// Something goes wrong on purpose.
struct FaultStruck {
  std::string kind;
  std::string text;
};
// Nothing breaks any more: from here on the world must come to rest.
struct FaultsEnded {};
// The end of a run that had time to come to rest.
struct AtRest {
  HostName host;
  bool known = false;             // its session with the master stands
  std::uint64_t waiting = 0;      // events that are not acknowledged
  std::vector<CheckName> broken;  // services that do not work
};

using Fact =
    std::variant<MasterSent, AgentSent, MasterTook, AgentTook, LinkChanged, EventWritten, EventsSafe,
                 EventsLost, SpoolRenewed, HostSetBack, StampIssued, ProcessStarted, StepStarted,
                 ProcessEnded, CheckSeen, ServiceChanged, RowsCommitted, RowsFound, MasterStarted,
                 OperatorAsked, OperatorAnswered, PersonTold, ClockJumped, FaultStruck, FaultsEnded, AtRest>;

// One line for the trace.
std::string to_text(const Fact& fact);

}  // namespace balm::sim
