// How the single kinds of members stand on the wire. Every kind comes down to one of: bool, whole number,
// double, text, free Value; so that the writers and readers in wire_fields.h need to know only those.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/ids.h"
#include "common/instant.h"
#include "common/status.h"
#include "common/task.h"

namespace balm::wire {

// --- writing: the plain form of a member
template <class Tag>
std::string_view plain(const TextId<Tag>& id) {
  return id.text;
}
template <class Tag>
std::uint64_t plain(NumberId<Tag> id) {
  return id.number;
}
inline std::string plain(AttemptId id) {
  return to_text(id);
}
inline std::int64_t plain(WallTime at) {
  return at.ms();
}
inline std::string_view plain(Status status) {
  return to_text(status);
}
inline std::string_view plain(Refusal refusal) {
  return to_text(refusal);
}
inline std::string_view plain(TaskPhase phase) {
  return to_text(phase);
}
inline std::string_view plain(TaskOutcome outcome) {
  return to_text(outcome);
}

// --- reading: false when the text is not one of the kind
bool from_plain(std::string_view text, AttemptId& id);
bool from_plain(std::string_view text, Status& status);
bool from_plain(std::string_view text, TaskPhase& phase);
bool from_plain(std::string_view text, SpoolId& id);
bool from_plain(std::int64_t ms, WallTime& at);

// Words a newer neighbour may have added are taken as None: the phase alone says that the task has ended.
inline bool from_plain(std::string_view text, Refusal& refusal) {
  refusal = refusal_from_text(text);
  return true;
}
inline bool from_plain(std::string_view text, TaskOutcome& outcome) {
  outcome = task_outcome_from_text(text);
  return true;
}

template <class Tag>
bool from_plain(std::string_view text, TextId<Tag>& id) {
  id.text = text;
  return valid_id(text);
}

// An event type: dotted, in the alphabet of ids, at most limits::kEventTypeBytesMax.
bool valid_event_type(std::string_view text);

}  // namespace balm::wire
