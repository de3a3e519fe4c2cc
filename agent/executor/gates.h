// The gates a task passes before anything of it starts, in their order, in one function. Each answers with a
// named refusal. Pure: what the gates look at is handed in.
#pragma once

#include <optional>
#include <string>

#include "agent/executor/record.h"
#include "common/instant.h"
#include "common/task.h"

namespace balm::executor {

// What the gates know of this host besides the task.
struct HostView {
  const Kept& kept;
  const std::string& boot;
  std::optional<Instant> stamp_issued;  // when the task's stamp was issued; nothing: unknown here
  bool journal_ready = true;            // it can be written and has room for a whole attempt
  bool trigger_ok = false;              // the triggering check was seen ok just now
  bool room_for_results = true;         // not too many results wait for the master already
  std::string busy_with;                // another attempt, or why no worker can be had; empty: free
};

struct Judgement {
  Refusal refusal = Refusal::None;
  std::string detail;  // adds to the refusal's sentence; may be empty

  bool allowed() const { return refusal == Refusal::None; }
};

// REQUIRES: the attempt is not in the ledger (a known attempt is answered, not judged).
Judgement judge(const Task& task, const HostView& host, Now now);

// The same gates but those that were settled when the task was taken: asked again right before the first
// step, because reading the state took time.
Judgement judge_again(const Task& task, const HostView& host, Now now);

// The moment after which the task may not start any more: its stamp's age limit.
Instant latest_start(const Task& task, Instant stamp_issued);

// "the host is in maintenance: until ..., disk swap"
std::string explain(const Judgement& judgement);

}  // namespace balm::executor
