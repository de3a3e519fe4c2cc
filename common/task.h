// A task is one state run sent to one agent on behalf of an attempt. reliability: E.3-E.5 of
// docs/PROTOCOL.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "common/ids.h"
#include "common/instant.h"
#include "common/value.h"

namespace balm {

// DISPATCH: everything the executor needs; it asks nobody back.
struct Task {
  AttemptId attempt;
  std::string cluster;           // 32 hex digits, made when the master's store is created
  std::uint64_t epoch = 0;       // +1 each time a master starts
  std::uint64_t fence = 0;       // per agent, +1 per dispatch
  std::string boot;              // the agent boot the master believes in
  std::string stamp;             // the last heartbeat stamp the master saw (hb_ref)
  std::int64_t ttl_ms = 60'000;  // refuse to start when the stamp is older, on the executor's own boot clock
  StateName state;
  std::map<std::string, std::string> files;  // state name -> text: the state and everything it includes
  std::string state_hash;                    // SHA-256 of the files in order of their names
  CheckName trigger;                         // check to look at before starting; empty: none
  Value scope;                               // names for {{ }} and `if`: event, host, incident, params, vars
  std::int64_t timeout_ms = 120'000;
  bool test = false;        // only say what would change
  std::string by = "rule";  // or the operator's name; maintenance does not stop a person's own run
};

// Why an executor did not start a task. Closed; stored and shown.
enum class Refusal {
  None,
  WrongCluster,
  StaleMaster,
  StaleFence,
  UnknownStamp,
  Expired,
  OtherBoot,
  Frozen,
  Maintenance,
  AlreadyOk,
  Busy,
  BadState,
  NoSpace,
  Restarted,
  Rebooted,
  UnknownAttempt,
  NotAllowed,
};
std::string_view to_text(Refusal refusal);         // "stale_fence"
std::string_view sentence(Refusal refusal);        // for people
Refusal refusal_from_text(std::string_view text);  // None when unknown

enum class TaskPhase { Running, Refused, Done };
std::string_view to_text(TaskPhase phase);

// How a started task ended on the host. `Succeeded` says only that the state ran; whether it helped, verify
// says.
enum class TaskOutcome { None, Succeeded, Failed, TimedOut, Cancelled, Abandoned };
std::string_view to_text(TaskOutcome outcome);
TaskOutcome task_outcome_from_text(std::string_view text);

// Repeated until the master acknowledges phase Refused or Done.
struct TaskStatus {
  AttemptId attempt;
  std::uint64_t fence = 0;
  TaskPhase phase = TaskPhase::Running;
  Refusal refusal = Refusal::None;
  TaskOutcome outcome = TaskOutcome::None;
  std::string comment;  // one line for people
  Value steps;          // list of step results, see common/state/step_result.h
  std::int64_t took_us = 0;
  std::int64_t first_action_us =
      0;  // wall clock, microseconds since 1970, when the first step began; 0: none did
};

}  // namespace balm
