// What the master keeps, as values: the same structs are written through effects and read back after a
// restart.
#pragma once

#include <cstdint>
#include <string>

#include "common/event.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/task.h"
#include "common/value.h"

namespace balm::master {

enum class KeyState { Pending, Accepted, Rejected, Revoked };
enum class KeyRole { Agent, Operator };

// One public key that ever knocked, and what people decided about it.
struct KeyRow {
  std::string public_key;  // Z85, 40 characters
  std::string fingerprint;
  KeyRole role = KeyRole::Agent;
  KeyState state = KeyState::Pending;
  std::string name;  // the host it speaks for; as claimed while pending
  std::string address;
  WallTime first;
  WallTime seen;
  std::string reason;  // of rejection or revocation
  std::string note;    // e.g. "another key already owns this name"
};

// How far a spool is durable here: every event up to `seq` is stored.
struct SpoolRow {
  HostName host;
  SpoolId spool;
  std::uint64_t seq = 0;
  std::uint64_t digest = 0;  // event_digest() of the event at `seq`; 0: unknown
};

// Last sign of life, so that absence is noticed after any restart.
struct HostRow {
  HostName host;
  WallTime seen;
  bool down = false;        // host.down was raised and host.up not yet
  std::uint64_t fence = 0;  // highest given out
  Labels labels;
  std::string version;
};

enum class Phase { Deciding, Waiting, Trying, Verifying, NeedsYou, Observed, Closed };
enum class IncidentOutcome { None, Healed, Recovered, Closed, Observed };

struct IncidentRow {
  IncidentId id;
  std::string key;  // equal key = same incident
  RuleName rule;
  std::string revision;  // configuration the incident is bound to
  HostName host;
  CheckName check;
  std::string instance;
  Status status = Status::Unknown;  // newest
  EventId event;                    // that opened it
  std::uint64_t generation = 0;
  Phase phase = Phase::Deciding;
  IncidentOutcome outcome = IncidentOutcome::None;
  WallTime opened;
  WallTime closed;
  std::uint32_t rung = 0;  // index into the ladder, from 0
  std::uint32_t rungs = 0;
  std::uint32_t attempts = 0;  // made so far; the next is attempts + 1
  std::uint32_t declined = 0;  // of those, refused by the host before anything ran: they do not count
  bool approved = false;       // a person said yes to acting (mode ask)
  std::string summary;
  std::string vars;            // JSON of the rule's `vars` for the opening event
  std::string waiting_reason;  // reason word while Waiting or NeedsYou
  std::string waiting_text;    // the sentence
  WallTime waiting_until;
  std::string acked_by;
  std::string acked_note;
  WallTime acked;
};

// Only forward. Unknown: nobody can say how it ended; it holds the host until somebody can.
enum class AttemptPhase { Dispatched, Running, Ended };
enum class AttemptOutcome {
  None,
  Succeeded,
  Failed,
  Refused,
  Expired,
  Cancelled,
  Abandoned,
  TimedOut,
  Unknown,
  Observed
};

struct AttemptRow {
  AttemptId id;
  RuleName rule;  // empty: an operator ran the state
  std::string revision;
  HostName host;
  StateName state;
  std::string state_hash;
  std::uint32_t rung = 0;
  std::uint32_t rungs = 0;
  AttemptPhase phase = AttemptPhase::Dispatched;
  AttemptOutcome outcome = AttemptOutcome::None;
  std::string reason;  // word: a Refusal, a guard reason, "timeout" ...
  std::string comment;
  bool healed = false;  // verify said yes after it
  bool test = false;
  std::uint64_t epoch = 0;
  std::uint64_t fence = 0;
  WallTime started;
  WallTime ended;
  std::int64_t took_us = 0;
  std::int64_t verified_ms = -1;  // from start to the yes of verify; -1: no
  std::string by;                 // "rule" or the operator's name
  std::string task;               // JSON of the Task as sent, without its files
  std::string steps;              // JSON list of step results
};

// One line of the hash-chained journal: everything decided, done and said, in order. Never changed, never
// removed before its retention ends.
struct JournalRow {
  WallTime at;
  std::string kind;  // event, match, guard, try, result, verify, page, note ...: docs/OPERATOR.md
  EventId event;
  IncidentId incident;
  std::uint32_t attempt = 0;
  std::string rule;
  std::string verdict;  // allow, defer, refuse, open, join, clear, none, error
  std::string reason;   // closed word
  std::string text;     // for people
  std::string detail;   // JSON object, may be empty
};

struct MaintenanceRow {
  HostName host;
  WallTime since;
  WallTime until;
  std::string reason;
  std::string by;
};

struct FreezeRow {
  bool frozen = false;
  WallTime since;
  std::string reason;
  std::string by;
};

// A message on its way to people; kept until delivered or given up.
struct NotificationRow {
  std::uint64_t id = 0;
  IncidentId incident;
  std::string notifier;
  std::string body;  // JSON
  std::uint32_t tries = 0;
  bool done = false;
  std::string outcome;  // how it was delivered, or "given up: ..."
};

std::string_view to_text(KeyState state);
std::string_view to_text(KeyRole role);
std::string_view to_text(Phase phase);
std::string_view to_text(IncidentOutcome outcome);
std::string_view to_text(AttemptPhase phase);
std::string_view to_text(AttemptOutcome outcome);
KeyState key_state_from(std::string_view text);
KeyRole key_role_from(std::string_view text);
Phase phase_from(std::string_view text);
IncidentOutcome incident_outcome_from(std::string_view text);
AttemptPhase attempt_phase_from(std::string_view text);
AttemptOutcome attempt_outcome_from(std::string_view text);

}  // namespace balm::master
