// The standings of checks as they outlive the agent process: a picture taken at one place of the spool.
// Events behind that place tell what changed since, so the picture may be old without being wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/check_state.h"
#include "common/event.h"
#include "common/ids.h"

namespace balm::agent {

struct SavedCheck {
  CheckName check;
  std::string instance;
  Status status = Status::Unknown;
  Status certain = Status::Unknown;
  WallTime since;
  std::uint64_t generation = 0;

  bool operator==(const SavedCheck&) const = default;
};

struct SavedChecks {
  SpoolId spool;
  std::uint64_t seq = 0;  // newest event that is part of the picture
  std::vector<SavedCheck> checks;
  bool files_refused = false;  // the last word on the files of checks was that they have faults

  bool operator==(const SavedChecks&) const = default;
};

// The type of events that tell whether the files of checks can be read.
inline constexpr std::string_view kConfigEvent = "agent.config";

// The picture brought up to date with one event of the spool; events of other kinds or of the picture itself
// change nothing.
void apply_event(SavedChecks& checks, const Event& event);

}  // namespace balm::agent
