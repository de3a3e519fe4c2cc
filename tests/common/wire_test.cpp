#include "common/wire.h"

#include <cmath>

#include <gtest/gtest.h>

#include "common/limits.h"
#include "common/value_json.h"
#include "tests/common/wire_sample.h"

namespace balm::wire {
namespace {

constexpr std::size_t kKinds = std::variant_size_v<Message>;

Role sender_of(std::size_t kind) {
  if (kind <= 6) return Role::Agent;
  return kind == 17 ? Role::Operator : Role::Master;
}

std::string fault_of(std::string_view bytes, Role from) {
  const Result<Message> decoded = decode(bytes, from);
  return decoded ? "" : decoded.error().message;
}

std::string heartbeat(std::string_view body) {
  return "balm1 heartbeat\n" + std::string(body);
}

std::string ack(std::string_view upto) {
  return "balm1 event_ack\n{\"spool\":\"" + std::string(32, 'a') + "\",\"upto\":" + std::string(upto) + "}";
}

std::string batch_of(std::string_view events) {
  return "balm1 event_batch\n{\"spool\":\"" + std::string(32, 'a') + "\",\"events\":[" + std::string(events) +
         "]}";
}

std::string event_with(std::string_view member) {
  return R"({"seq":1,"type":"check.x","check":"x","status":"ok","previous":"ok","at_ms":0)" +
         std::string(member) + "}";
}

TEST(Wire, EveryMessageComesBackAsItWas) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      const Message message = random_message(random, kind);
      ASSERT_EQ(message.index(), kind);
      const std::string bytes = encode(message);
      const Result<Message> decoded = decode(bytes, sender_of(kind));
      ASSERT_TRUE(decoded) << decoded.error().message << "\n" << bytes;
      EXPECT_EQ(decoded->index(), kind);
      EXPECT_EQ(encode(*decoded), bytes);
    }
  }
}

TEST(Wire, KeepsEachMemberOfAnEvent) {
  Random random(3);
  EventBatch batch{SpoolId{std::string(32, 'e')}, {random_event(random, 41)}};
  Event& event = batch.events[0];
  event.instance = "/var \"quoted\"\n\x01\xE2\x82\xAC";
  event.cause = AttemptId{IncidentId{1042}, 2};
  const Result<Message> decoded = decode(encode(batch), Role::Agent);
  ASSERT_TRUE(decoded);
  const Event& read = std::get<EventBatch>(*decoded).events.at(0);
  EXPECT_EQ(read.seq, 41u);
  EXPECT_EQ(read.type, event.type);
  EXPECT_EQ(read.check, event.check);
  EXPECT_EQ(read.instance, event.instance);
  EXPECT_EQ(read.status, event.status);
  EXPECT_EQ(read.previous, event.previous);
  EXPECT_EQ(read.output, event.output);
  EXPECT_EQ(read.long_output, event.long_output);
  EXPECT_EQ(read.metrics, event.metrics);
  EXPECT_EQ(read.labels, event.labels);
  EXPECT_EQ(read.at, event.at);
  EXPECT_EQ(read.generation, event.generation);
  EXPECT_EQ(read.cause, event.cause);
  EXPECT_EQ(read.body, event.body);
}

TEST(Wire, EachMessageIsTakenFromOneSideOnly) {
  Random random(11);
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    const std::string bytes = encode(random_message(random, kind));
    for (const Role from : {Role::Agent, Role::Master, Role::Operator}) {
      const Result<Message> decoded = decode(bytes, from);
      EXPECT_EQ(decoded.ok(), from == sender_of(kind)) << bytes.substr(0, 40);
      if (decoded) continue;
      EXPECT_EQ(decoded.error().kind, Error::Kind::Denied);
    }
  }
}

TEST(Wire, TheRoleIsCheckedBeforeTheBody) {
  EXPECT_EQ(decode("balm1 dispatch\n{not even json", Role::Agent).error().kind, Error::Kind::Denied);
}

TEST(Wire, RefusesWhatIsNotTheProtocol) {
  const char* const strangers[] = {"",
                                   "GET / HTTP/1.1\r\n\r\n",
                                   "\x16\x03\x01",
                                   "balm",
                                   "balm1",
                                   "balm1\n{}",
                                   "balm1 heartbeat",
                                   "salt1 heartbeat\n{}",
                                   "balm1 nonsense\n{}"};
  for (const char* bytes : strangers) EXPECT_FALSE(decode(bytes, Role::Agent)) << bytes;
  EXPECT_NE(fault_of("balm2 heartbeat\n{}", Role::Agent).find("version"), std::string::npos);
  EXPECT_NE(fault_of("balm10 heartbeat\n{}", Role::Agent).find("version"), std::string::npos);
  EXPECT_FALSE(decode(std::string(limits::kFrameBytesMax + 1, 'x'), Role::Agent));
}

TEST(Wire, RefusesAmbiguousOrHostileJson) {
  const std::string start = R"({"boot":"b","stamp":"s","spooled":)";
  EXPECT_TRUE(decode(heartbeat(start + "1}"), Role::Agent));
  for (const char* number :
       {"18446744073709551616", "1e400", "NaN", "-1", "1.5", "\"1\"", "01", "+1", "0x1", "1 1", ""})
    EXPECT_FALSE(decode(heartbeat(start + number + "}"), Role::Agent)) << number;
  EXPECT_FALSE(decode(heartbeat(R"({"boot":"b","boot":"c","stamp":"s"})"), Role::Agent));
  EXPECT_FALSE(decode(heartbeat(R"({"boot":"b","stamp":"s","__proto__":1,"__proto__":2})"), Role::Agent));
  EXPECT_FALSE(decode(heartbeat("{\"boot\":\"\xC3\x28\",\"stamp\":\"s\"}"), Role::Agent));
  EXPECT_FALSE(decode(heartbeat(R"({"boot":"\ud800","stamp":"s"})"), Role::Agent));
  EXPECT_FALSE(decode(heartbeat("{\"boot\":\"b\x01\",\"stamp\":\"s\"}"), Role::Agent));
  EXPECT_FALSE(decode(heartbeat(R"({"boot":"b","stamp":"s"} )"
                                "x"),
                      Role::Agent));
  EXPECT_FALSE(decode(heartbeat("[]"), Role::Agent));
  EXPECT_FALSE(
      decode(heartbeat(R"({"boot":"b","stamp":"s","x":)" + std::string(1000, '[') + "}"), Role::Agent));
  EXPECT_FALSE(decode(heartbeat(std::string(1'000'000, '[')), Role::Agent));
}

TEST(Wire, ToleratesMembersOfANewerNeighbour) {
  EXPECT_TRUE(decode(heartbeat(R"({"boot":"b","stamp":"s","__proto__":{"a":[1,2,{"b":null}]},"later":1e10})"),
                     Role::Agent));
}

TEST(Wire, SaysWhichMemberIsWrong) {
  EXPECT_EQ(fault_of(heartbeat(R"({"boot":"b"})"), Role::Agent), "heartbeat: \"stamp\" is missing");
  EXPECT_EQ(fault_of(heartbeat(R"({"boot":1,"stamp":"s"})"), Role::Agent),
            "heartbeat: \"boot\" has the wrong type");
  EXPECT_EQ(fault_of(batch_of(event_with(R"(,"check2":1,"instance":7)")), Role::Agent),
            "event_batch: \"events[0].instance\" has the wrong type");
}

TEST(Wire, RefusesBrokenBounds) {
  EXPECT_TRUE(decode(ack("9223372036854775807"), Role::Master));
  EXPECT_FALSE(decode(ack("9223372036854775808"), Role::Master));
  EXPECT_FALSE(decode(ack("18446744073709551615"), Role::Master));
  EXPECT_TRUE(decode(batch_of(event_with("")), Role::Agent));
  const std::string one = event_with("");
  EXPECT_FALSE(decode(batch_of(one + "," + one), Role::Agent)) << "the same number twice";
  std::string many = one;
  for (std::size_t i = 1; i <= limits::kEventsPerMessageMax; ++i) many += "," + one;
  EXPECT_FALSE(decode(batch_of(many), Role::Agent));
  const std::string long_text(limits::kOutputHeadBytes + 1, 'x');
  EXPECT_FALSE(decode(batch_of(event_with(",\"output\":\"" + long_text + "\"")), Role::Agent));
  EXPECT_FALSE(decode(batch_of(event_with(",\"at_ms\":0")), Role::Agent)) << "duplicate";
  EXPECT_FALSE(decode(batch_of(R"({"type":"check.x","status":"ok","previous":"ok","at_ms":0})"), Role::Agent))
      << "no seq";
  const std::string large_body =
      std::string(",\"body\":\"") + std::string(limits::kEventBytesMax, 'x') + "\"";
  EXPECT_FALSE(decode(batch_of(event_with(large_body)), Role::Agent));
  std::string metrics = ",\"metrics\":{\"m\":1";
  for (std::size_t i = 0; i < limits::kPerfdataMax; ++i) metrics += ",\"m" + std::to_string(i) + "\":1";
  EXPECT_FALSE(decode(batch_of(event_with(metrics + "}")), Role::Agent));
}

TEST(Wire, RefusesNamesThatCouldBecomePaths) {
  for (const char* name : {"../etc", "", ".x", "-x", "a/b", "A", "a b"}) {
    const std::string bytes = "balm1 run_check\n{\"request\":1,\"check\":\"" + std::string(name) + "\"}";
    EXPECT_FALSE(decode(bytes, Role::Master)) << name;
  }
  EXPECT_FALSE(decode("balm1 result_ack\n{\"attempt\":\"007.1\"}", Role::Master));
  for (const char* type : {"check", "check..x", ".check.x", "check.x.", "Check.x", "check.x y"})
    EXPECT_FALSE(decode(batch_of(R"({"seq":1,"type":")" + std::string(type) +
                                 R"(","status":"ok","previous":"ok","at_ms":0})"),
                        Role::Agent))
        << type;
}

TEST(Wire, ABrokenNumberOrTextNeverSpoilsABatch) {
  Event event;
  event.seq = 1;
  event.type = "check.x";
  event.output = "bad \xFF bytes \xE2\x82";
  event.metrics = {{"fine", 1.5}, {"nan", std::nan("")}, {"inf", HUGE_VAL}};
  const Result<Message> decoded =
      decode(encode(EventBatch{SpoolId{std::string(32, '0')}, {event}}), Role::Agent);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(std::get<EventBatch>(*decoded).events[0].metrics, (Metrics{{"fine", 1.5}}));
}

TEST(Wire, AnAnswerThatDoesNotFitBecomesARefusal) {
  const Reply reply{9, "", "", "", Value(std::string(limits::kFrameBytesMax, 'x')), true};
  const Result<Message> decoded = decode(encode(reply), Role::Master);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<Reply>(*decoded).id, 9u);
  EXPECT_EQ(std::get<Reply>(*decoded).error, "refused");
  EXPECT_FALSE(std::get<Reply>(*decoded).more);
}

TEST(Wire, StoredEventsKeepWhatTheMasterAdded) {
  Random random(5);
  Event event = random_event(random, 8);
  event.id.number = 77;
  event.host.text = "web1";
  event.received = WallTime::from_ms(1'700'000'000'123);
  const std::string json = encode_event(event);
  const Result<Event> read = decode_event(json);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->host, event.host);
  EXPECT_EQ(read->id, event.id);
  EXPECT_EQ(read->received, event.received);
  EXPECT_EQ(encode_event(*read), json);
}

TEST(Wire, ASenderCannotNameItself) {
  const Result<Message> decoded =
      decode(batch_of(event_with(R"(,"host":"db1","received_ms":5)")), Role::Agent);
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(std::get<EventBatch>(*decoded).events[0].host.empty());
  EXPECT_EQ(std::get<EventBatch>(*decoded).events[0].received, WallTime{});
}

TEST(Wire, TasksAndTheirStatusSurviveStorage) {
  Random random(9);
  for (int round = 0; round < 100; ++round) {
    const Value task = to_value(random_task(random));
    const Result<Task> read_task = task_from(*value_from_json(to_json(task)));
    ASSERT_TRUE(read_task) << read_task.error().message;
    EXPECT_EQ(to_value(*read_task), task);
    const Value status = to_value(random_status(random));
    const Result<TaskStatus> read_status = task_status_from(*value_from_json(to_json(status)));
    ASSERT_TRUE(read_status) << read_status.error().message;
    EXPECT_EQ(to_value(*read_status), status);
  }
}

TEST(Wire, RulesSeeAnEventWithAllItsNames) {
  Random random(13);
  const Value seen = to_value(random_event(random, 3));
  for (const char* name : {"id", "type", "host", "check", "instance", "status", "previous", "output",
                           "metrics", "labels", "at", "received", "generation", "cause", "body"})
    EXPECT_NE(seen.find(name), nullptr) << name;
}

TEST(Wire, SurvivesEveryBrokenFrame) {
  Random random(17);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = encode(random_message(random, random.below(kKinds)));
    for (std::uint64_t edits = 1 + random.below(4); edits > 0 && !bytes.empty(); --edits) {
      const std::size_t at = random.below(bytes.size());
      switch (random.below(4)) {
        case 0:
          bytes[at] = static_cast<char>(random.below(256));
          break;
        case 1:
          bytes.erase(at, 1 + random.below(20));
          break;
        case 2:
          bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(40)));
          break;
        default:
          bytes.resize(at + 1);
          break;
      }
    }
    for (const Role from : {Role::Agent, Role::Master, Role::Operator}) {
      const Result<Message> decoded = decode(bytes, from);
      if (decoded) {
        EXPECT_TRUE(decode(encode(*decoded), from)) << "accepted, but not what we would write ourselves";
      } else {
        EXPECT_FALSE(decoded.error().message.empty());
      }
    }
  }
}

}  // namespace
}  // namespace balm::wire
