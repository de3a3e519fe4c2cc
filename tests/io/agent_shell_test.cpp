// The agent process whole but for the process: real sockets and files, with a toy master and a toy executor
// around it.
#include "agent/io/agent_shell.h"

#include <thread>

#include <gtest/gtest.h>

#include "agent/local_wire.h"
#include "common/io/system_clock.h"
#include "common/io/zap_door.h"
#include "common/wire.h"
#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

class AgentShellTest : public testing::Test {
 protected:
  AgentShellTest()
      : door_(std::move(*ZapDoor::open(context_))),
        master_(std::move(*ZmqSocket::bind(context_, {"tcp://127.0.0.1:0", master_keys_}))) {
    loop_.watch(
        door_.fd(), [this] { admit(); }, [this] { return door_.pending(); });
    loop_.watch(
        master_.fd(), [this] { receive(); }, [this] { return master_.pending(); });
    folder_.file("http.yaml",
                 "checks:\n  http:\n    run: [/bin/true]\n    every: 1s\n    confirm: { fail: 1 }\n");
  }
  ~AgentShellTest() override { stop(); }

  void start() {
    auto ends = ExecutorChannel::pair();
    executor_.emplace(std::move(ends->first));
    executor_watch_ = loop_.watch(executor_->fd(), [this] { hear_agent(); });
    agent_ = std::thread([this, end = std::make_shared<UniqueFd>(std::move(ends->second)),
                          master = master_.endpoint()] { run(std::move(*end), master); });
    ExecutorHello hello;
    hello.boot = "boot";
    hello.stamp = "stamp";
    ASSERT_TRUE(executor_->send(encode(FromExecutor{hello})));
  }

  void run(UniqueFd executor, const std::string& master) {
    Random random(static_cast<std::uint64_t>(++starts_));
    SavedChecks checks;
    auto spool = SpoolFile::open(folder_ / "spool", {}, random,
                                 [&](const SpoolId&, const Event& event) { apply_event(checks, event); });
    AgentSetup setup;
    setup.host.name.text = "web1";
    setup.version = "test";
    setup.seed = 1;
    AgentShell shell({setup,
                      {spool->facts, checks, "", {}},
                      std::move(spool->spool),
                      AgentStore(folder_ / "checks.json"),
                      CheckSetStore(folder_ / "check_set.json"),
                      ChecksFolder(folder_.path(), nullptr),
                      {master, master_keys_.public_key, agent_keys_, setup.host.name},
                      std::move(executor),
                      folder_.path()},
                     context_, signals_, log_);
    shell.run();
  }

  // The executor goes away, which ends the agent.
  void stop() {
    if (!executor_) return;
    loop_.unwatch(executor_watch_);
    executor_.reset();
    agent_.join();
  }

  void admit() {
    while (const auto request = door_.receive()) door_.answer(*request, ZapDoor::Verdict::Admit);
  }

  void receive() {
    while (const auto arrival = master_.receive()) {
      EXPECT_EQ(arrival->user_id, agent_keys_.public_key);
      EXPECT_TRUE(arrival->routing_id.starts_with("web1/"));
      route_ = arrival->routing_id;
      auto message = wire::decode(arrival->bytes, wire::Role::Agent);
      ASSERT_TRUE(message) << message.error().message;
      if (std::holds_alternative<Hello>(*message)) answer(welcome());
      messages_.push_back(std::move(*message));
    }
  }

  void answer(const Message& message) {
    EXPECT_EQ(master_.send_to(route_, wire::encode(message)), ZmqSocket::Sent::Yes);
  }

  Standing welcome() const {
    Standing standing;
    standing.cluster = "c";
    standing.epoch = 1;
    standing.name.text = "web1";
    standing.heartbeat_ms = 100;
    return standing;
  }

  // Every check ends with `exit_code_`; other orders are kept.
  void hear_agent() {
    while (true) {
      auto bytes = executor_->receive();
      if (!bytes || !*bytes) return;
      auto message = decode_to_executor(**bytes);
      ASSERT_TRUE(message);
      if (const auto* spawn = std::get_if<SpawnCheck>(&*message)) {
        CheckRan ran;
        ran.run = spawn->run;
        ran.check = spawn->check;
        ran.code = exit_code_;
        ran.output = "said so";
        ran.at = system_now().wall;
        ASSERT_TRUE(executor_->send(encode(FromExecutor{ran})));
      } else {
        orders_.push_back(std::move(*message));
      }
    }
  }

  template <class Done>
  bool run_until(const Done& done) {
    const Instant end = system_now().instant + 30s;
    while (!done()) {
      if (system_now().instant > end) return false;
      loop_.run_once(10ms);
    }
    return true;
  }

  template <class Kind>
  std::vector<Kind> received() const {
    std::vector<Kind> found;
    for (const Message& message : messages_)
      if (const auto* one = std::get_if<Kind>(&message)) found.push_back(*one);
    return found;
  }

  bool has_event(Status status) const {
    for (const EventBatch& batch : received<EventBatch>())
      for (const Event& event : batch.events)
        if (event.check.text == "http" && event.status == status) return true;
    return false;
  }

  TemporaryFolder folder_;
  Signals signals_;
  Log log_{"test", Log::Level::Error};
  ZmqContext context_;
  KeyPair master_keys_ = KeyPair::generate();
  KeyPair agent_keys_ = KeyPair::generate();
  ZapDoor door_;
  ZmqSocket master_;
  EventLoop loop_;
  std::string route_;
  std::vector<Message> messages_;
  std::vector<ToExecutor> orders_;
  std::optional<ExecutorChannel> executor_;
  EventLoop::Token executor_watch_ = 0;
  std::thread agent_;
  int exit_code_ = 0;
  int starts_ = 0;
};

TEST_F(AgentShellTest, GreetsBeatsAndReports) {
  start();
  ASSERT_TRUE(run_until([&] { return !received<Heartbeat>().empty() && has_event(Status::Ok); }));
  EXPECT_EQ(received<Hello>().at(0).version, "test");
  EXPECT_EQ(received<Heartbeat>().at(0).stamp, "stamp");
  const auto has_standing = [&] {
    for (const ToExecutor& order : orders_)
      if (std::holds_alternative<KeepStanding>(order)) return true;
    return false;
  };
  EXPECT_TRUE(run_until(has_standing));
}

TEST_F(AgentShellTest, UnacknowledgedEventsOutliveTheProcess) {
  start();
  ASSERT_TRUE(run_until([&] { return has_event(Status::Ok); }));
  stop();
  const SpoolId spool = received<Hello>().at(0).spool;
  const Event event = received<EventBatch>().at(0).events.at(0);
  messages_.clear();
  start();
  ASSERT_TRUE(run_until([&] { return has_event(Status::Ok); }));
  EXPECT_EQ(received<Hello>().at(0).spool, spool);
  const Event again = received<EventBatch>().at(0).events.at(0);
  EXPECT_EQ(again.seq, event.seq);
  EXPECT_EQ(again.at, event.at);
  EXPECT_EQ(received<EventBatch>().at(0).events.size(), 1u) << "what was known is not told as news";
}

TEST_F(AgentShellTest, AcknowledgedEventsAreNotSentAgain) {
  start();
  ASSERT_TRUE(run_until([&] { return has_event(Status::Ok); }));
  const std::uint64_t last = received<EventBatch>().back().events.back().seq;
  answer(EventAck{received<Hello>().at(0).spool, last});
  const std::size_t beats = received<Heartbeat>().size();
  const auto all_gone = [&] {
    return received<Heartbeat>().size() > beats && received<Heartbeat>().back().spooled == 0;
  };
  ASSERT_TRUE(run_until(all_gone));
  stop();
  messages_.clear();
  exit_code_ = 2;
  start();
  ASSERT_TRUE(run_until([&] { return has_event(Status::Critical); }));
  EXPECT_EQ(received<EventBatch>().at(0).events.at(0).seq, last + 1);
}

TEST_F(AgentShellTest, ComesBackToARestartedMaster) {
  start();
  ASSERT_TRUE(run_until([&] { return !received<Hello>().empty(); }));
  const std::string endpoint = master_.endpoint();
  loop_.unwatch(2);
  { const ZmqSocket closed = std::move(master_); }
  messages_.clear();
  const auto bound_again = [&] {
    auto socket = ZmqSocket::bind(context_, {endpoint, master_keys_});
    if (socket) master_ = std::move(*socket);
    return socket.ok();
  };
  ASSERT_TRUE(run_until(bound_again));
  loop_.watch(
      master_.fd(), [this] { receive(); }, [this] { return master_.pending(); });
  ASSERT_TRUE(run_until([&] { return !received<Hello>().empty() && !received<Heartbeat>().empty(); }));
  EXPECT_TRUE(std::holds_alternative<Hello>(messages_.at(0)) || received<Hello>().size() == 1u);
}

TEST_F(AgentShellTest, FaultyFilesAreToldAndChangeNothing) {
  start();
  ASSERT_TRUE(run_until([&] { return has_event(Status::Ok); }));
  folder_.file("http.yaml", "checks:\n  http:\n    runn: 1\n");
  const auto told = [&] {
    for (const EventBatch& batch : received<EventBatch>()) {
      answer(EventAck{batch.spool, batch.events.back().seq});
      for (const Event& event : batch.events)
        if (event.type == "agent.config") return true;
    }
    return false;
  };
  ASSERT_TRUE(run_until(told));
  exit_code_ = 2;
  EXPECT_TRUE(run_until([&] { return has_event(Status::Critical) || (told(), false); }))
      << "the check goes on";
}

}  // namespace
}  // namespace balm::agent
