// Message <-> bytes: "balm1 <type>\n" then one JSON object. Version 1 is the floor and the ceiling.
// Reading tolerates unknown members and gives defaults for missing optional ones, so that neighbours of one
// version apart understand each other; wrong types, missing required members and broken bounds refuse the
// whole message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/message.h"
#include "common/result.h"

namespace balm::wire {

// Which side may send a message; checked before its body is read.
enum class Role { Agent, Master, Operator };

std::string encode(const Message& message);

// Errors: Kind::BadData (not our protocol, wrong version, bad body), Kind::Denied (`from` may not send this
// type).
Result<Message> decode(std::string_view bytes, Role from);

// Type names as they stand in the frame: "hello", "event_batch" ...
std::string_view type_name(const Message& message);

// The same mapping for parts that are stored: rows in databases, spool and journal records.
std::string encode_event(const Event& event);  // JSON object
Result<Event> decode_event(std::string_view json);
// As rules see it, with host, id and times; with the fields asked for only, as making all of them costs more
// than most conditions.
using EventFields = std::uint32_t;  // one bit each
inline constexpr EventFields kAllEventFields = ~EventFields{0};
Value to_value(const Event& event, EventFields fields = kAllEventFields);
EventFields event_field(std::string_view name);  // 0: there is no such field
Value to_value(const CheckStanding& standing);
Value to_value(const TaskStatus& status);
Result<TaskStatus> task_status_from(const Value& value);
Value to_value(const Task& task);
Result<Task> task_from(const Value& value);

}  // namespace balm::wire
