// What the two processes of an agent say to each other over a socket pair (SOCK_SEQPACKET, one JSON object a
// packet; mapping in agent/local_wire). The agent has the network and no rights; the executor has the rights
// and no network. The executor never takes a command line from the agent: checks are named, and read by the
// executor itself from the root-owned checks folder; tasks are judged by the executor's own journal and
// gates. Only checks that the master hands down reach the executor through the agent: it reads them with the
// loader for files, runs them as check_user and nobody else, and the names of the folder are the folder's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/ids.h"
#include "common/message.h"
#include "common/task.h"

namespace balm::agent {

// ---- agent -> executor

struct SpawnCheck {
  std::uint64_t run = 0;  // chosen by the agent, repeated in CheckRan
  CheckName check;
};

struct Execute {
  Task task;
  bool trigger_ok =
      false;  // the agent saw the triggering check ok just now: refuse with AlreadyOk, and remember it
};

struct QueryTask {
  AttemptId attempt;
};

struct AckResult {
  AttemptId attempt;
};

struct CancelTask {
  AttemptId attempt;
};

// The master's Standing, to be kept durably (cluster, epoch, fence floor, freeze, maintenance).
struct KeepStanding {
  Standing standing;
};

// The checks the master hands down (CheckSet), instead of those before.
struct UseCheckSet {
  std::vector<std::string> checks;
};

// ---- executor -> agent

// First message. Everything the agent needs for its own Hello.
struct ExecutorHello {
  std::string boot;
  std::string stamp;
  std::string cluster;  // empty before the first Standing
  std::uint64_t epoch_max = 0;
  std::uint64_t last_fence = 0;
  bool frozen = false;
  std::optional<Maintenance> maintenance;
  std::vector<AttemptId> open_attempts;
  bool degraded = false;  // one user, no privilege split: said so at start
};

// Issued every limits::kHeartbeatEvery; unpredictable.
struct NewStamp {
  std::string stamp;
};

// How one run of a check program ended; read by the agent into observations.
struct CheckRan {
  enum class End { Exited, Signalled, TimedOut, NotStarted, Void };
  std::uint64_t run = 0;
  CheckName check;
  End end = End::Exited;
  int code = 0;        // exit code, signal number, or errno
  std::string reason;  // for NotStarted: "no such file: /opt/x"; for Void: why the run does not count
  std::string output;  // stdout, head and tail kept
  std::string errors;  // stderr, likewise
  std::uint64_t dropped_bytes = 0;
  std::int64_t took_us = 0;
  WallTime at;  // when it ended
};

struct TaskUpdate {
  TaskStatus status;
};

using ToExecutor =
    std::variant<SpawnCheck, Execute, QueryTask, AckResult, CancelTask, KeepStanding, UseCheckSet>;
using FromExecutor = std::variant<ExecutorHello, NewStamp, CheckRan, TaskUpdate>;

}  // namespace balm::agent
