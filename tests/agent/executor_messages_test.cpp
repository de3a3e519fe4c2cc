// The private sockets: every message comes back as it went, the wrong side and broken bytes are refused;
// results that are too large or too deep are cut and say so.
#include <gtest/gtest.h>

#include "agent/executor/result_bounds.h"
#include "agent/executor/worker_message.h"
#include "agent/local_wire.h"
#include "common/limits.h"
#include "common/random.h"
#include "common/value_json.h"

namespace balm::agent {
namespace {

Task some_task() {
  Task task;
  task.attempt = {IncidentId{1042}, 2};
  task.cluster = "c1";
  task.epoch = 3;
  task.fence = 4;
  task.boot = "b";
  task.stamp = "s";
  task.state.text = "nginx.restart";
  task.files = {{"nginx.restart", "a:\n  test.nop: []\n"}};
  task.state_hash = "h";
  task.trigger.text = "nginx_http";
  task.scope = Value::map({{"host", Value::map({{"name", "web1"}})}});
  task.test = true;
  return task;
}

TaskStatus some_status() {
  TaskStatus status;
  status.attempt = {IncidentId{1042}, 2};
  status.phase = TaskPhase::Done;
  status.outcome = TaskOutcome::Failed;
  status.comment = "one\ntwo";
  status.steps = Value(ValueList{Value::map({{"id", "a"}})});
  return status;
}

TEST(LocalWire, EveryMessageToTheExecutorComesBack) {
  Standing standing;
  standing.cluster = "c1";
  standing.name.text = "web1";
  standing.maintenance = Maintenance{WallTime::from_ms(9), "why", "who"};
  const AttemptId attempt{IncidentId{7}, 1};
  const std::vector<ToExecutor> all{
      SpawnCheck{5, {"disk"}}, Execute{some_task(), true}, QueryTask{attempt},         AckResult{attempt},
      CancelTask{attempt},     KeepStanding{standing},     UseCheckSet{{"one", "two"}}};
  ASSERT_EQ(all.size(), std::variant_size_v<ToExecutor>);
  for (const ToExecutor& message : all) {
    const std::string bytes = encode(message);
    const Result<ToExecutor> back = decode_to_executor(bytes);
    ASSERT_TRUE(back.ok()) << bytes << back.error().message;
    EXPECT_EQ(back->index(), message.index());
    EXPECT_EQ(encode(*back), bytes);
    EXPECT_FALSE(decode_from_executor(bytes).ok());
  }
}

TEST(LocalWire, EveryMessageFromTheExecutorComesBack) {
  ExecutorHello hello;
  hello.boot = "b";
  hello.stamp = "s";
  hello.open_attempts = {{IncidentId{7}, 1}};
  hello.degraded = true;
  CheckRan ran;
  ran.run = 5;
  ran.check.text = "disk";
  ran.end = CheckRan::End::Signalled;
  ran.code = 9;
  ran.output = std::string("a\0\xff b", 5);
  const std::vector<FromExecutor> all{hello, NewStamp{"s2"}, ran, TaskUpdate{some_status()}};
  ASSERT_EQ(all.size(), std::variant_size_v<FromExecutor>);
  for (const FromExecutor& message : all) {
    const std::string bytes = encode(message);
    const Result<FromExecutor> back = decode_from_executor(bytes);
    ASSERT_TRUE(back.ok()) << bytes << back.error().message;
    EXPECT_EQ(encode(*back), bytes);
  }
  const auto back = std::get<CheckRan>(*decode_from_executor(encode(all[2])));
  EXPECT_EQ(back.end, CheckRan::End::Signalled);
  EXPECT_EQ(back.code, 9);
}

TEST(LocalWire, BrokenBytesAreRefused) {
  for (const char* bytes :
       {"", "execute", "execute\n", "execute\n{}", "sudo\n{}", "spawn_check\n{\"run\":1,\"check\":\"../x\"}",
        "query_task\n{\"attempt\":\"0\"}", "spawn_check\n{\"run\":1,\"check\":\"a\"} x"})
    EXPECT_FALSE(decode_to_executor(bytes).ok()) << bytes;
  Random random(3);
  const std::string whole = encode(ToExecutor(Execute{some_task(), false}));
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = whole;
    bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    (void)decode_to_executor(bytes);
    (void)decode_to_executor(std::string_view(whole).substr(0, random.below(whole.size())));
  }
}

TEST(WorkerMessages, ComeBack) {
  using namespace executor;
  const Value details = Value::map({{"id", "a"}});
  for (const ToWorker& message : {ToWorker(ReadTask{some_task()}), ToWorker(Go{})})
    EXPECT_EQ(encode(*decode_to_worker(encode(message))), encode(message));
  for (const FromWorker& message :
       {FromWorker(AskStep{"a"}), FromWorker(TellStep{"a", "true", details}),
        FromWorker(TellEnd{true, "fine", Value(ValueList{details}), 12}), FromWorker(TellUnreadable{"E401"})})
    EXPECT_EQ(encode(*decode_from_worker(encode(message))), encode(message));
}

TEST(ResultBounds, TheLargestStepsGoFirstAndSaySo) {
  ValueList steps;
  for (int i = 0; i < 20; ++i)
    steps.push_back(Value::map({{"id", "small"}, {"comment", std::string(100, 'x')}}));
  steps[7] =
      Value::map({{"id", "large"}, {"result", true}, {"comment", std::string(limits::kResultBytesMax, 'x')}});
  const Value cut = executor::bounded_steps(Value(steps));
  ASSERT_EQ(cut.as_list().size(), 20u);
  EXPECT_LE(to_json(cut).size(), limits::kResultBytesMax);
  EXPECT_EQ(cut.as_list()[7]["id"].string_or(), "large");
  EXPECT_NE(cut.as_list()[7]["comment"].string_or().find("too large"), std::string::npos);
  EXPECT_EQ(cut.as_list()[6]["comment"].string_or().size(), 100u);
}

TEST(ResultBounds, DeepChangesAreLeftOut) {
  Value deep("x");
  for (std::size_t i = 0; i < limits::kJsonDepthMax; ++i) deep = Value(ValueList{deep});
  const Value cut = executor::bounded_steps(Value(ValueList{Value::map({{"id", "a"}, {"changes", deep}})}));
  EXPECT_TRUE(cut.as_list()[0]["changes"].is_null());
  EXPECT_NE(cut.as_list()[0]["comment"].string_or().find("deep"), std::string::npos);
}

TEST(ResultBounds, CommentsAreValidTextOfBoundedLength) {
  EXPECT_LE(executor::bounded_comment(std::string(100'000, 'x')).size(), limits::kSentenceBytesMax);
  EXPECT_EQ(executor::bounded_comment("a\xff"), "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace balm::agent
