// Tasks on their way: making them, sending them, following them to a known end. The rules of
// docs/PROTOCOL.md: the attempt is stored before it is sent; the same id is sent again only when the agent
// says it never saw it; an outcome nobody can tell counts as running and keeps the host.
#pragma once

#include <optional>

#include "master/state.h"

namespace balm::master::dispatch {

// What to run where, and on whose word.
struct Order {
  AttemptId id;
  RuleName rule;  // empty: an operator
  std::string revision;
  HostName host;
  StateName state;
  std::uint32_t rung = 0;
  std::uint32_t rungs = 0;
  CheckName trigger;
  Value scope;
  Duration timeout{};
  bool test = false;
  std::string by;
  std::uint64_t client = 0;
  std::uint64_t request = 0;
};

// Stores the attempt and sends the task. REQUIRES: the guards allowed it; the host is present; no open
// attempt there.
void start(const Turn& turn, const Configuration& config, Order order);

// An attempt whose end is now known (or which now counts as unknown).
struct End {
  AttemptRow row;
  TaskStatus status;
  std::uint64_t client = 0;
  std::uint64_t request = 0;
};

// A report of an agent. Answers it where the protocol wants an answer; an End when the attempt ended by it.
std::optional<End> report(const Turn& turn, const HostName& from, const TaskStatus& status);

// After a Hello: ask about everything believed to be open on that host.
void reconcile(const Turn& turn, const HostName& host);

// Time passed: status questions and lost outcomes. Ends are those which now count as unknown.
std::vector<End> tick(const Turn& turn);
std::optional<Instant> next_deadline(const State& state);

// An operator says: stop waiting for it; the host is free again.
std::optional<End> give_up(const Turn& turn, AttemptId id, std::string reason);

}  // namespace balm::master::dispatch
