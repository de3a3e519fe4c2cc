// The members of every message and of the parts that are stored, each named once for writing and for reading.
// Names and bounds here are the protocol: docs/PROTOCOL.md. Only the wire_*.cpp files include this.
#pragma once

#include "common/message.h"
#include "common/wire_fields.h"

namespace balm::wire {

inline constexpr std::uint64_t kCounterMax =
    INT64_MAX;  // sequence numbers, epochs and fences fit a database integer
inline constexpr std::size_t kLongOutputBytesMax = limits::kOutputHeadBytes + limits::kOutputTailBytes + 256;

// ---- parts

template <>
inline constexpr std::size_t kObjectBytesMax<Event> = limits::kEventBytesMax;

void map(auto& fields, Like<Event> auto& m) {
  fields.optional("id", m.id);
  fields.optional("seq", m.seq);
  fields.required("type", m.type, limits::kEventTypeBytesMax);
  fields.optional("check", m.check);
  fields.optional("instance", m.instance, limits::kInstanceBytesMax);
  fields.required("status", m.status);
  fields.required("previous", m.previous);
  fields.optional("output", m.output, limits::kOutputHeadBytes);
  fields.optional("long_output", m.long_output, kLongOutputBytesMax);
  fields.optional("metrics", m.metrics);
  fields.optional("labels", m.labels);
  fields.required("at_ms", m.at);
  fields.optional("generation", m.generation);
  fields.optional("cause", m.cause);
  fields.optional("body", m.body);
  fields.expect(valid_event_type(m.type), "type", "is not a dotted name");
  fields.expect(m.seq <= kCounterMax, "seq", "is out of range");
  fields.expect(m.generation <= kCounterMax, "generation", "is out of range");
}

// As it is stored on the master: with what the master added.
struct StoredEvent {
  Event event;
};

void map(auto& fields, Like<StoredEvent> auto& m) {
  map(fields, m.event);
  fields.optional("host", m.event.host);
  fields.optional("received_ms", m.event.received);
}

void map(auto& fields, Like<Observation> auto& m) {
  fields.required("check", m.check);
  fields.optional("instance", m.instance, limits::kInstanceBytesMax);
  fields.required("status", m.status);
  fields.optional("output", m.output, limits::kOutputHeadBytes);
  fields.optional("long_output", m.long_output, kLongOutputBytesMax);
  fields.optional("trouble", m.trouble, limits::kSentenceBytesMax);
  fields.optional("metrics", m.metrics);
  fields.required("at_ms", m.at);
  fields.optional("took_us", m.took_us);
}

void map(auto& fields, Like<CheckStanding> auto& m) {
  fields.required("check", m.check);
  fields.optional("instance", m.instance, limits::kInstanceBytesMax);
  fields.required("status", m.status);
  fields.optional("known", m.known);
  fields.required("latest", m.latest);
  fields.optional("since_ms", m.since);
  fields.optional("generation", m.generation);
  fields.optional("handed", m.handed);
  fields.expect(m.generation <= kCounterMax, "generation", "is out of range");
}

void map(auto& fields, Like<Task> auto& m) {
  fields.required("attempt", m.attempt);
  fields.required("cluster", m.cluster, limits::kTokenBytesMax);
  fields.required("epoch", m.epoch);
  fields.required("fence", m.fence);
  fields.required("boot", m.boot, limits::kTokenBytesMax);
  fields.required("stamp", m.stamp, limits::kTokenBytesMax);
  fields.required("ttl_ms", m.ttl_ms);
  fields.required("state", m.state);
  fields.required("files", m.files);
  fields.required("state_hash", m.state_hash, limits::kTokenBytesMax);
  fields.optional("trigger", m.trigger);
  fields.optional("scope", m.scope);
  fields.required("timeout_ms", m.timeout_ms);
  fields.optional("by", m.by);
  fields.optional("test", m.test);
  fields.expect(m.epoch <= kCounterMax, "epoch", "is out of range");
  fields.expect(m.fence <= kCounterMax, "fence", "is out of range");
  fields.expect(m.ttl_ms >= 0 && m.ttl_ms <= limits::kTaskTtlMsMax, "ttl_ms", "is out of range");
  fields.expect(m.timeout_ms >= 0 && m.timeout_ms <= limits::kTaskTimeoutMsMax, "timeout_ms",
                "is out of range");
}

void map(auto& fields, Like<TaskStatus> auto& m) {
  fields.required("attempt", m.attempt);
  fields.optional("fence", m.fence);
  fields.required("phase", m.phase);
  fields.optional("refusal", m.refusal);
  fields.optional("outcome", m.outcome);
  fields.optional("comment", m.comment, limits::kSentenceBytesMax);
  fields.optional("steps", m.steps);
  fields.optional("took_us", m.took_us);
  fields.optional("first_action_us", m.first_action_us);
  fields.expect(m.fence <= kCounterMax, "fence", "is out of range");
}

void map(auto& fields, Like<Maintenance> auto& m) {
  fields.required("until_ms", m.until);
  fields.optional("reason", m.reason, limits::kSentenceBytesMax);
  fields.optional("by", m.by, limits::kSentenceBytesMax);
}

// ---- agent -> master

void map(auto& fields, Like<CheckFault> auto& m) {
  fields.required("check", m.check);
  fields.required("text", m.text, limits::kCheckFaultBytesMax);
}

void map(auto& fields, Like<Hello> auto& m) {
  fields.required("spool", m.spool);
  fields.required("next_seq", m.next_seq);
  fields.required("boot", m.boot, limits::kTokenBytesMax);
  fields.required("stamp", m.stamp, limits::kTokenBytesMax);
  fields.optional("epoch_max", m.epoch_max);
  fields.optional("last_fence", m.last_fence);
  fields.optional("labels", m.labels);
  fields.optional("version", m.version, limits::kTokenBytesMax);
  fields.optional("checks", m.checks, limits::kStandingsPerMessageMax);
  fields.optional("open_attempts", m.open_attempts, limits::kOpenAttemptsMax);
  fields.optional("check_set", m.check_set, limits::kTokenBytesMax);
  fields.optional("check_faults", m.check_faults, limits::kCheckFaultsMax);
  fields.expect(m.next_seq >= 1 && m.next_seq <= kCounterMax, "next_seq", "is out of range");
  fields.expect(m.epoch_max <= kCounterMax, "epoch_max", "is out of range");
  fields.expect(m.last_fence <= kCounterMax, "last_fence", "is out of range");
}

void map(auto& fields, Like<Heartbeat> auto& m) {
  fields.required("boot", m.boot, limits::kTokenBytesMax);
  fields.required("stamp", m.stamp, limits::kTokenBytesMax);
  fields.optional("spooled", m.spooled);
  fields.optional("check_set", m.check_set, limits::kTokenBytesMax);
}

// Every event has a number of its own, and they ascend.
inline bool ascending(const std::vector<Event>& events) {
  std::uint64_t before = 0;
  for (const Event& event : events) {
    if (event.seq <= before) return false;
    before = event.seq;
  }
  return true;
}

void map(auto& fields, Like<EventBatch> auto& m) {
  fields.required("spool", m.spool);
  fields.required("events", m.events, limits::kEventsPerMessageMax);
  fields.expect(ascending(m.events), "events", "are not in ascending order");
}

void map(auto& fields, Like<TaskReport> auto& m) {
  fields.required("status", m.status);
}

void map(auto& fields, Like<CheckReport> auto& m) {
  fields.required("request", m.request);
  fields.required("check", m.check);
  fields.defaulted("known", m.known);
  fields.optional("observations", m.observations, limits::kStandingsPerMessageMax);
}

void map(auto& fields, Like<CheckNews> auto& m) {
  fields.required("checks", m.checks, limits::kStandingsPerMessageMax);
}

void map(auto& fields, Like<CheckSetTaken> auto& m) {
  fields.optional("hash", m.hash, limits::kTokenBytesMax);
  fields.optional("faults", m.faults, limits::kCheckFaultsMax);
}

// ---- master -> agent

void map(auto& fields, Like<Standing> auto& m) {
  fields.required("cluster", m.cluster, limits::kTokenBytesMax);
  fields.required("epoch", m.epoch);
  fields.required("name", m.name);
  fields.required("acked_seq", m.acked_seq);
  fields.optional("acked_digest", m.acked_digest);
  fields.defaulted("fence_floor", m.fence_floor);
  fields.defaulted("frozen", m.frozen);
  fields.optional("maintenance", m.maintenance);
  fields.defaulted("heartbeat_ms", m.heartbeat_ms);
  fields.expect(m.epoch <= kCounterMax, "epoch", "is out of range");
  fields.expect(m.acked_seq <= kCounterMax, "acked_seq", "is out of range");
  fields.expect(m.fence_floor <= kCounterMax, "fence_floor", "is out of range");
  fields.expect(m.heartbeat_ms >= 10 && m.heartbeat_ms <= 600'000, "heartbeat_ms", "is out of range");
}

void map(auto& fields, Like<EventAck> auto& m) {
  fields.required("spool", m.spool);
  fields.required("upto", m.upto);
  fields.expect(m.upto <= kCounterMax, "upto", "is out of range");
}

void map(auto& fields, Like<EventNak> auto& m) {
  fields.required("spool", m.spool);
  fields.required("expect", m.expect);
  fields.expect(m.expect >= 1 && m.expect <= kCounterMax, "expect", "is out of range");
}

void map(auto& fields, Like<Dispatch> auto& m) {
  fields.required("task", m.task);
}
void map(auto& fields, Like<StatusQuery> auto& m) {
  fields.required("attempt", m.attempt);
}
void map(auto& fields, Like<ResultAck> auto& m) {
  fields.required("attempt", m.attempt);
}
void map(auto& fields, Like<Cancel> auto& m) {
  fields.required("attempt", m.attempt);
}

void map(auto& fields, Like<RunCheck> auto& m) {
  fields.required("request", m.request);
  fields.required("check", m.check);
}

// How many texts there are is bounded; how long they are together, by the size of a frame.
void map(auto& fields, Like<CheckSet> auto& m) {
  fields.optional("hash", m.hash, limits::kTokenBytesMax);
  fields.optional("checks", m.checks, limits::kChecksPerAgentMax);
}

void map(auto& fields, Like<Alive> auto& m) {
  fields.required("at_ms", m.at);
}

// ---- command line <-> master

void map(auto& fields, Like<Request> auto& m) {
  fields.required("id", m.id);
  fields.required("verb", m.verb, limits::kTokenBytesMax);
  fields.optional("args", m.args);
  fields.expect(m.args.is_null() || m.args.is(Value::Kind::Map), "args", "is not an object");
}

void map(auto& fields, Like<Reply> auto& m) {
  fields.required("id", m.id);
  fields.optional("error", m.error, limits::kTokenBytesMax);
  fields.optional("message", m.message, limits::kSentenceBytesMax);
  fields.optional("hint", m.hint, limits::kSentenceBytesMax);
  fields.optional("data", m.data);
  fields.optional("more", m.more);
}

}  // namespace balm::wire
