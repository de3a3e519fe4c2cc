// What the writing and the reading half of the mapping (wire_fields.h) agree on: when a member says nothing.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "common/ids.h"
#include "common/instant.h"
#include "common/task.h"
#include "common/value.h"

namespace balm::wire {

template <class T, class U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

inline constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

// Of a whole object of type T, where it is read from text. Specialized beside its mapping.
template <class T>
inline constexpr std::size_t kObjectBytesMax = kUnbounded;

// Members that are left out of a message when they say nothing.
inline bool blank(bool member) {
  return !member;
}
inline bool blank(double member) {
  return member == 0;
}
inline bool blank(std::int64_t member) {
  return member == 0;
}
inline bool blank(std::uint64_t member) {
  return member == 0;
}
inline bool blank(const Value& member) {
  return member.is_null();
}
inline bool blank(AttemptId member) {
  return !member.incident;
}
inline bool blank(Refusal member) {
  return member == Refusal::None;
}
inline bool blank(TaskOutcome member) {
  return member == TaskOutcome::None;
}
inline bool blank(WallTime member) {
  return member.ms() == 0;
}
template <class Tag>
bool blank(NumberId<Tag> member) {
  return !member;
}
template <class T>
bool blank(const std::optional<T>& member) {
  return !member.has_value();
}
template <class T>
requires requires(const T& member) {
  member.empty();
}
bool blank(const T& member) {
  return member.empty();
}

}  // namespace balm::wire
