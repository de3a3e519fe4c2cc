// Single facts about an event, read straight from it: what an index over conditions looks up before any name
// is made for an expression. Every fact agrees with what names_for() (reactor.h) gives expressions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/event.h"
#include "common/expression/needs.h"
#include "master/fleet.h"

namespace balm::master {

// What stands where a fact was looked for. Lives as long as event and host.
struct FactReading {
  enum class Kind {
    Text,
    Other,    // `value`, of any kind but text
    Missing,  // the last name is not in the map before it
    Unknown,  // a name before the last is missing or holds no map
  };
  Kind kind = Kind::Unknown;
  std::string_view text;
  const Value* value = nullptr;
};

// Where to look: event.status, event.labels.role, event.body.a.b, host.name, host.labels.role and the like.
class EventFact {
 public:
  // Nothing for paths that are not kept track of (metrics, times, other checks).
  static std::optional<EventFact> at(const expression::Path& path);

  // `host` is the event's; nullptr when the fleet does not know it.
  FactReading read(const Event& event, const Host* host) const;

  bool operator==(const EventFact&) const = default;

 private:
  enum class Source { Type, Host, Check, Instance, Status, Previous, Label, Body, HostName, HostLabel };

  EventFact(Source source, expression::Path rest) : source_(source), rest_(std::move(rest)) {}
  FactReading in_body(const Value& body) const;

  Source source_;
  expression::Path rest_;  // Label, HostLabel: its key; Body: the names below it
};

}  // namespace balm::master
