#include "agent/local_wire.h"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "agent/named_json.h"

namespace balm::agent {

using wire::Like;

// ---- agent -> executor

void map(auto& fields, Like<SpawnCheck> auto& m) {
  fields.required("run", m.run);
  fields.required("check", m.check);
}

void map(auto& fields, Like<Execute> auto& m) {
  fields.required("task", m.task);
  fields.optional("trigger_ok", m.trigger_ok);
}

void map(auto& fields, Like<QueryTask> auto& m) {
  fields.required("attempt", m.attempt);
}
void map(auto& fields, Like<AckResult> auto& m) {
  fields.required("attempt", m.attempt);
}
void map(auto& fields, Like<CancelTask> auto& m) {
  fields.required("attempt", m.attempt);
}
void map(auto& fields, Like<KeepStanding> auto& m) {
  fields.required("standing", m.standing);
}

void map(auto& fields, Like<UseCheckSet> auto& m) {
  fields.optional("checks", m.checks, limits::kChecksPerAgentMax);
}

// ---- executor -> agent

void map(auto& fields, Like<ExecutorHello> auto& m) {
  fields.required("boot", m.boot, limits::kTokenBytesMax);
  fields.required("stamp", m.stamp, limits::kTokenBytesMax);
  fields.optional("cluster", m.cluster, limits::kTokenBytesMax);
  fields.optional("epoch_max", m.epoch_max);
  fields.optional("last_fence", m.last_fence);
  fields.optional("frozen", m.frozen);
  fields.optional("maintenance", m.maintenance);
  fields.optional("open_attempts", m.open_attempts, limits::kOpenAttemptsMax);
  fields.optional("degraded", m.degraded);
}

void map(auto& fields, Like<NewStamp> auto& m) {
  fields.required("stamp", m.stamp, limits::kTokenBytesMax);
}

constexpr std::array kEnds{std::pair{CheckRan::End::Exited, std::string_view("exited")},
                           std::pair{CheckRan::End::Signalled, std::string_view("signalled")},
                           std::pair{CheckRan::End::TimedOut, std::string_view("timed_out")},
                           std::pair{CheckRan::End::NotStarted, std::string_view("not_started")},
                           std::pair{CheckRan::End::Void, std::string_view("void")}};

std::string_view plain(CheckRan::End end) {
  for (const auto& [value, text] : kEnds)
    if (value == end) return text;
  return "not_started";
}

bool from_plain(std::string_view text, CheckRan::End& end) {
  for (const auto& [value, name] : kEnds)
    if (name == text) return end = value, true;
  return false;
}

// The mapping knows 64-bit numbers only.
template <class Message>
void map_code(auto& fields, Message& m) {
  std::int64_t code = m.code;
  fields.optional("code", code);
  using Limits = std::numeric_limits<int>;
  if constexpr (!std::is_const_v<Message>)
    m.code = static_cast<int>(std::clamp<std::int64_t>(code, Limits::min(), Limits::max()));
}

void map(auto& fields, Like<CheckRan> auto& m) {
  fields.required("run", m.run);
  fields.required("check", m.check);
  fields.required("end", m.end);
  map_code(fields, m);
  fields.optional("reason", m.reason, limits::kSentenceBytesMax);
  fields.optional("output", m.output);
  fields.optional("errors", m.errors);
  fields.optional("dropped_bytes", m.dropped_bytes);
  fields.optional("took_us", m.took_us);
  fields.required("at_ms", m.at);
}

void map(auto& fields, Like<TaskUpdate> auto& m) {
  fields.required("status", m.status);
}

namespace {

constexpr std::array<std::string_view, 7> kToExecutor{
    "spawn_check", "execute", "query_task", "ack_result", "cancel_task", "keep_standing", "use_check_set"};
constexpr std::array<std::string_view, 4> kFromExecutor{"hello", "new_stamp", "check_ran", "task_update"};

}  // namespace

std::string encode(const ToExecutor& message) {
  return encode_named(message, kToExecutor);
}
std::string encode(const FromExecutor& message) {
  return encode_named(message, kFromExecutor);
}

Result<ToExecutor> decode_to_executor(std::string_view bytes) {
  return decode_named<ToExecutor>(bytes, kToExecutor);
}
Result<FromExecutor> decode_from_executor(std::string_view bytes) {
  return decode_named<FromExecutor>(bytes, kFromExecutor);
}

}  // namespace balm::agent
