// Names and numbers that may not be mixed up, each its own type.
//
// Text ids obey valid_id() where they enter the system (files, keys, messages): [a-z0-9._-]{1,64}, no leading
// dot or dash. They never become path elements.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace balm {

template <class Tag>
struct TextId {
  std::string text;

  auto operator<=>(const TextId&) const = default;
  bool empty() const { return text.empty(); }
};

using HostName = TextId<struct HostTag>;  // what the key registry calls an agent
using CheckName = TextId<struct CheckTag>;
using RuleName = TextId<struct RuleTag>;
using StateName = TextId<struct StateTag>;  // dotted path: nginx.restart
using SpoolId = TextId<struct SpoolTag>;    // 32 hex digits, made when an agent's state directory is created

template <class Tag>
struct NumberId {
  std::uint64_t number = 0;  // 0 means none

  auto operator<=>(const NumberId&) const = default;
  explicit operator bool() const { return number != 0; }
};

using EventId = NumberId<struct EventTag>;        // row of the event on the master
using IncidentId = NumberId<struct IncidentTag>;  // people say "#1042"

// One climb of one rung for one incident; people say "#1042.2".
struct AttemptId {
  IncidentId incident;
  std::uint32_t n = 0;

  auto operator<=>(const AttemptId&) const = default;
};

bool valid_id(std::string_view text);

std::string to_text(AttemptId attempt);  // "1042.2"
// Reads "1042.2"; an id with incident 0 when the text is not one.
AttemptId attempt_from_text(std::string_view text);

}  // namespace balm

template <class Tag>
struct std::hash<balm::TextId<Tag>> {
  std::size_t operator()(const balm::TextId<Tag>& id) const { return std::hash<std::string>{}(id.text); }
};
template <class Tag>
struct std::hash<balm::NumberId<Tag>> {
  std::size_t operator()(const balm::NumberId<Tag>& id) const {
    return std::hash<std::uint64_t>{}(id.number);
  }
};
