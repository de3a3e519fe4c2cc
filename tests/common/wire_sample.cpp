#include "tests/common/wire_sample.h"

namespace balm::wire {
namespace {

std::uint64_t counter(Random& random) {
  return 1 + random.below(INT64_MAX);
}

std::string name(Random& random) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789_";
  std::string text = "n";
  for (std::uint64_t i = random.below(20); i > 0; --i) text += kAlphabet[random.below(kAlphabet.size())];
  return text;
}

SpoolId spool(Random& random) {
  SpoolId id;
  for (int i = 0; i < 32; ++i) id.text += "0123456789abcdef"[random.below(16)];
  return id;
}

WallTime moment(Random& random) {
  return WallTime::from_ms(static_cast<std::int64_t>(random.below(8'000'000'000'000)) - 4'000'000'000'000);
}

Status status(Random& random) {
  return static_cast<Status>(random.below(4));
}

AttemptId attempt(Random& random) {
  return {IncidentId{counter(random)}, 1 + static_cast<std::uint32_t>(random.below(1000))};
}

Metrics metrics(Random& random) {
  Metrics result;
  for (std::uint64_t i = random.below(4); i > 0; --i)
    result[random_text(random, 12)] = (random.unit() - 0.5) * static_cast<double>(random.below(1u << 30));
  return result;
}

Labels labels(Random& random) {
  Labels result;
  for (std::uint64_t i = random.below(4); i > 0; --i) result[name(random)] = random_text(random, 20);
  return result;
}

Value free_value(Random& random, int depth) {
  switch (random.below(depth > 3 ? 5 : 7)) {
    case 0:
      return Value(random.below(2) == 0);
    case 1:
      return Value(static_cast<std::int64_t>(random.next()));
    case 2:
      return Value(random.unit() * 1e6);
    case 3:
      return Value(random_text(random, 30));
    case 4:
      return Value::uint(UINT64_MAX - random.below(1000));
    case 5: {
      ValueList list;
      for (std::uint64_t i = random.below(4); i > 0; --i) list.push_back(free_value(random, depth + 1));
      return Value(std::move(list));
    }
    default: {
      ValueMap map;
      for (std::uint64_t i = random.below(4); i > 0; --i)
        map.insert_or_assign(Value(name(random)), free_value(random, depth + 1));
      return Value(std::move(map));
    }
  }
}

Observation observation(Random& random) {
  Observation result;
  result.check.text = name(random);
  result.instance = random_text(random, 20);
  result.status = status(random);
  result.output = random_text(random, 100);
  result.long_output = random_text(random, 200);
  result.trouble = random_text(random, 40);
  result.metrics = metrics(random);
  result.at = moment(random);
  result.took_us = static_cast<std::int64_t>(random.below(1'000'000));
  return result;
}

Hello hello(Random& random) {
  Hello m;
  m.spool = spool(random);
  m.next_seq = counter(random);
  m.boot = name(random);
  m.stamp = name(random);
  m.epoch_max = counter(random);
  m.last_fence = counter(random);
  m.labels = labels(random);
  m.version = "0.1.0";
  m.checks = {random_standing(random), random_standing(random)};
  m.open_attempts = {attempt(random), attempt(random)};
  m.check_set = name(random);
  m.check_faults = {{{name(random)}, random_text(random, 60)}};
  return m;
}

EventBatch batch(Random& random) {
  EventBatch m{spool(random), {}};
  std::uint64_t seq = random.below(1'000'000);
  for (std::uint64_t i = random.below(8); i > 0; --i) m.events.push_back(random_event(random, ++seq));
  return m;
}

Standing standing(Random& random) {
  Standing m;
  m.cluster = name(random);
  m.epoch = counter(random);
  m.name.text = name(random);
  m.acked_seq = counter(random);
  m.acked_digest = counter(random);
  m.fence_floor = counter(random);
  m.frozen = random.below(2) == 0;
  if (random.below(2) == 0)
    m.maintenance = Maintenance{moment(random), random_text(random, 20), name(random)};
  m.heartbeat_ms = 10 + static_cast<std::int64_t>(random.below(100'000));
  return m;
}

}  // namespace

std::string random_text(Random& random, std::size_t bytes_max) {
  constexpr std::string_view kPieces[] = {
      "a",  "Z",         " ",    "\"",       "\\",           "\n",
      "\t", "\x01",      "\x7f", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
      "{{", "</script>", "0"};
  std::string text;
  for (std::uint64_t i = random.below(1 + bytes_max / 4); i > 0; --i)
    text += kPieces[random.below(std::size(kPieces))];
  return text.substr(0, text.size() > bytes_max ? 0 : text.size());
}

Event random_event(Random& random, std::uint64_t seq) {
  Event event;
  event.seq = seq;
  event.check.text = name(random);
  event.type = "check." + event.check.text;
  event.instance = random_text(random, 20);
  event.status = status(random);
  event.previous = status(random);
  event.output = random_text(random, 100);
  event.long_output = random_text(random, 100);
  event.metrics = metrics(random);
  event.labels = labels(random);
  event.at = moment(random);
  event.generation = counter(random);
  if (random.below(2) == 0) event.cause = attempt(random);
  event.body = free_value(random, 0);
  return event;
}

CheckStanding random_standing(Random& random) {
  CheckStanding result;
  result.latest = observation(random);
  result.check = result.latest.check;
  result.instance = result.latest.instance;
  result.status = status(random);
  result.known = random.below(2) == 0;
  result.since = moment(random);
  result.generation = counter(random);
  result.handed = random.below(2) == 0;
  return result;
}

Task random_task(Random& random) {
  Task task;
  task.attempt = attempt(random);
  task.cluster = name(random);
  task.epoch = counter(random);
  task.fence = counter(random);
  task.boot = name(random);
  task.stamp = name(random);
  task.ttl_ms = static_cast<std::int64_t>(random.below(3'600'000));
  task.state.text = "nginx.restart";
  task.files = {{"nginx.restart", random_text(random, 400)}, {"nginx.common", random_text(random, 400)}};
  task.state_hash = name(random);
  if (random.below(2) == 0) task.trigger.text = name(random);
  task.scope = free_value(random, 0);
  task.timeout_ms = static_cast<std::int64_t>(random.below(86'400'000));
  task.test = random.below(2) == 0;
  return task;
}

TaskStatus random_status(Random& random) {
  TaskStatus result;
  result.attempt = attempt(random);
  result.fence = counter(random);
  result.phase = static_cast<TaskPhase>(random.below(3));
  result.refusal = static_cast<Refusal>(random.below(17));
  result.outcome = static_cast<TaskOutcome>(random.below(6));
  result.comment = random_text(random, 80);
  result.steps = free_value(random, 0);
  result.took_us = static_cast<std::int64_t>(random.below(1'000'000'000));
  result.first_action_us = static_cast<std::int64_t>(random.below(2'000'000'000'000'000));
  return result;
}

Message random_message(Random& random, std::size_t kind) {
  switch (kind) {
    case 0:
      return hello(random);
    case 1:
      return Heartbeat{name(random), name(random), counter(random), name(random)};
    case 2:
      return batch(random);
    case 3:
      return TaskReport{random_status(random)};
    case 4:
      return CheckReport{random.next(), {name(random)}, random.below(2) == 0, {observation(random)}};
    case 5:
      return CheckNews{{random_standing(random), random_standing(random)}};
    case 6:
      return CheckSetTaken{name(random), {{{name(random)}, random_text(random, 60)}}};
    case 7:
      return standing(random);
    case 8:
      return EventAck{spool(random), counter(random)};
    case 9:
      return EventNak{spool(random), counter(random)};
    case 10:
      return Dispatch{random_task(random)};
    case 11:
      return StatusQuery{attempt(random)};
    case 12:
      return ResultAck{attempt(random)};
    case 13:
      return Cancel{attempt(random)};
    case 14:
      return RunCheck{random.next(), {name(random)}};
    case 15:
      return CheckSet{name(random), {random_text(random, 200), random_text(random, 200)}};
    case 16:
      return Alive{moment(random)};
    case 17:
      return Request{random.next(), "incidents.show", Value::map({{"id", free_value(random, 1)}})};
    default:
      return Reply{random.next(),         "",  random_text(random, 50), random_text(random, 50),
                   free_value(random, 0), true};
  }
}

}  // namespace balm::wire
