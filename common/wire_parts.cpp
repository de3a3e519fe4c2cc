// The parts of messages that are stored or shown to rules, with the same mapping as the messages.
#include <algorithm>
#include <array>

#include "common/json_scan.h"
#include "common/wire.h"
#include "common/wire_map.h"

namespace balm::wire {
namespace {

Error bad(const Fault& fault, std::string_view what) {
  return {Error::Kind::BadData, std::string(what) + ": \"" + fault.path + "\" " + fault.what, ""};
}

template <class T>
Result<T> from_value(const Value& value, std::string_view what) {
  T object;
  Fault fault;
  if (!Reader<ValueNode>::read_object(ValueNode(value), object, fault)) return bad(fault, what);
  return object;
}

// The fields of an event for rules, in order of their names.
struct EventFieldRow {
  std::string_view name;
  Value (*make)(const Event& event);
};
constexpr std::array kEventFields{
    EventFieldRow{"at", [](const Event& e) { return Value(e.at); }},
    EventFieldRow{"body", [](const Event& e) { return e.body; }},
    EventFieldRow{"cause", [](const Event& e) { return Value(e.cause.incident ? to_text(e.cause) : ""); }},
    EventFieldRow{"check", [](const Event& e) { return Value(e.check.text); }},
    EventFieldRow{"generation", [](const Event& e) { return ValueWriter::make(e.generation); }},
    EventFieldRow{"host", [](const Event& e) { return Value(e.host.text); }},
    EventFieldRow{"id", [](const Event& e) { return ValueWriter::make(e.id); }},
    EventFieldRow{"instance", [](const Event& e) { return Value(e.instance); }},
    EventFieldRow{"labels", [](const Event& e) { return ValueWriter::make(e.labels); }},
    EventFieldRow{"long_output", [](const Event& e) { return Value(e.long_output); }},
    EventFieldRow{"metrics", [](const Event& e) { return ValueWriter::make(e.metrics); }},
    EventFieldRow{"output", [](const Event& e) { return Value(e.output); }},
    EventFieldRow{"previous", [](const Event& e) { return Value(balm::to_text(e.previous)); }},
    EventFieldRow{"received", [](const Event& e) { return Value(e.received); }},
    EventFieldRow{"status", [](const Event& e) { return Value(balm::to_text(e.status)); }},
    EventFieldRow{"type", [](const Event& e) { return Value(e.type); }},
};
static_assert(std::ranges::is_sorted(kEventFields, {}, &EventFieldRow::name));
static_assert(kEventFields.size() <= 32);

}  // namespace

bool ValueNode::boolean(bool& v) const {
  if (!value_->is(Value::Kind::Bool)) return false;
  v = value_->as_bool();
  return true;
}

bool ValueNode::integer(std::int64_t& v) const {
  if (!value_->is(Value::Kind::Int)) return false;
  v = value_->as_int();
  return true;
}

bool ValueNode::natural(std::uint64_t& v) const {
  if (value_->is(Value::Kind::Uint)) return v = value_->as_uint(), true;
  if (!value_->is(Value::Kind::Int) || value_->as_int() < 0) return false;
  v = static_cast<std::uint64_t>(value_->as_int());
  return true;
}

bool ValueNode::number(double& v) const {
  if (!value_->is(Value::Kind::Int) && !value_->is(Value::Kind::Uint) && !value_->is(Value::Kind::Double))
    return false;
  v = value_->number_or();
  return true;
}

bool ValueNode::text(std::string& v) const {
  if (!value_->is(Value::Kind::String)) return false;
  v = value_->as_string();
  return true;
}

std::string encode_event(const Event& event) {
  std::string json;
  json.reserve(512);
  append_json(json, StoredEvent{event});
  return json;
}

Result<Event> decode_event(std::string_view json) {
  const Result<json::Scan> scan = json::Scan::of(json);
  if (!scan) return scan.error();
  StoredEvent stored;
  Fault fault;
  if (!Reader<json::Node>::read_object(scan->root(), stored, fault)) return bad(fault, "event");
  return std::move(stored.event);
}

Value to_value(const Event& event, EventFields fields) {
  ValueMap map;
  for (std::size_t i = 0; i < kEventFields.size(); ++i)
    if ((fields >> i & 1) != 0)
      map.emplace_hint(map.end(), Value(kEventFields[i].name), kEventFields[i].make(event));
  return Value(std::move(map));
}

EventFields event_field(std::string_view name) {
  for (std::size_t i = 0; i < kEventFields.size(); ++i)
    if (kEventFields[i].name == name) return EventFields{1} << i;
  return 0;
}

Value to_value(const CheckStanding& standing) {
  return Value::map({{"check", standing.check.text},
                     {"instance", standing.instance},
                     {"status", balm::to_text(standing.status)},
                     {"known", standing.known},
                     {"latest", balm::to_text(standing.latest.status)},
                     {"output", standing.latest.output},
                     {"long_output", standing.latest.long_output},
                     {"trouble", standing.latest.trouble},
                     {"metrics", ValueWriter::make(standing.latest.metrics)},
                     {"at", standing.latest.at},
                     {"since", standing.since},
                     {"generation", ValueWriter::make(standing.generation)}});
}

Value to_value(const TaskStatus& status) {
  return ValueWriter::make(status);
}
Result<TaskStatus> task_status_from(const Value& value) {
  return from_value<TaskStatus>(value, "task status");
}
Value to_value(const Task& task) {
  return ValueWriter::make(task);
}
Result<Task> task_from(const Value& value) {
  return from_value<Task>(value, "task");
}

}  // namespace balm::wire
