// The master whole but for its process: real sockets and a real database, in a storm of single events from
// several agents at once. Each is stored once, in order, before it is acknowledged.
#include "master/io/master_shell.h"

#include <csignal>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/key_pair.h"
#include "common/io/system_clock.h"
#include "common/value_json.h"
#include "common/wire.h"
#include "master/io/startup.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

constexpr std::size_t kAgents = 4;
constexpr std::uint64_t kEvents = 1'500;  // of each; together more than one round takes
constexpr Duration kPatience = 60s;

Event event_number(std::uint64_t seq) {
  Event event;
  event.seq = seq;
  event.type = "check.disk";
  event.check = CheckName{"disk"};
  event.status = Status::Critical;
  event.output = "number " + std::to_string(seq);
  return event;
}

// An agent as far as its events go.
struct Source {
  std::optional<ZmqSocket> socket;
  KeyPair keys = KeyPair::generate();
  HostName host;
  SpoolId spool;
  bool greeted = false;
  bool said_hello = false;
  std::uint64_t sent = 0;
  std::uint64_t acked = 0;

  void hear() {
    while (const auto bytes = socket->receive_frame()) {
      const auto message = wire::decode(*bytes, wire::Role::Master);
      ASSERT_TRUE(message.ok()) << message.error().message;
      greeted = greeted || std::holds_alternative<Standing>(*message);
      if (const auto* ack = std::get_if<EventAck>(&*message)) acked = std::max(acked, ack->upto);
      ASSERT_LE(acked, sent);
    }
  }
  void speak() {
    while (socket->next_link_event()) {
    }
    if (!said_hello) {
      Hello hello;
      hello.spool = spool;
      hello.boot = "6a1f4c1e-0000-4000-8000-000000000001";
      hello.stamp = "1.1";
      said_hello = socket->send(wire::encode(hello)) == ZmqSocket::Sent::Yes;
    }
    while (greeted && sent < kEvents) {
      const EventBatch batch{spool, {event_number(sent + 1)}};
      if (socket->send(wire::encode(batch)) != ZmqSocket::Sent::Yes) return;
      ++sent;
    }
  }
};

class MasterShellTest : public testing::Test {
 protected:
  MasterShellTest() {
    config_.state_dir = folder("state");
    config_.rules_dir = folder("rules.d");
    config_.states_dir = folder("states");
    config_.checks_dir = folder("checks.d");
    config_.notifiers_dir = folder("notifiers.d");
    for (std::size_t i = 0; i < kAgents; ++i) {
      sources_[i].host.text = "web" + std::to_string(i);
      sources_[i].spool.text = std::string(31, '0') + std::to_string(i);
    }
  }

  std::string folder(const std::string& name) const {
    ::mkdir((folder_ / name).c_str(), 0700);
    return folder_ / name;
  }

  void know_agents() {
    auto store = Store::open(config_.state_dir);
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE((*store)->begin().ok());
    for (const Source& source : sources_) {
      KeyRow row;
      row.public_key = source.keys.public_key;
      row.fingerprint = fingerprint(row.public_key);
      row.state = KeyState::Accepted;
      row.name = source.host.text;
      ASSERT_TRUE((*store)->keep(StoreKey{row}).ok());
    }
    ASSERT_TRUE((*store)->commit().ok());
  }

  void start() {
    auto prepared = prepare(config_, nullptr);
    ASSERT_TRUE(prepared.ok()) << prepared.error().message;
    const KeyPair keys = prepared->keys;
    auto hub = Hub::open(context_, {"tcp://127.0.0.1:0", keys});
    ASSERT_TRUE(hub.ok()) << hub.error().message;
    shell_.emplace(std::move(prepared).value(), std::move(hub).value(), signals_, log_);
    for (Source& source : sources_) {
      auto socket = ZmqSocket::connect(context_, {shell_->endpoint(), keys.public_key, source.keys,
                                                  source.host.text + "/0123456789abcdef"});
      ASSERT_TRUE(socket.ok());
      source.socket.emplace(std::move(socket).value());
    }
    thread_ = std::thread([this] { (void)shell_->run(); });
  }

  void stop() {
    ASSERT_EQ(::kill(::getpid(), SIGTERM), 0);
    thread_.join();
    shell_.reset();
  }

  bool all_acknowledged() const {
    return std::ranges::all_of(sources_, [](const Source& source) { return source.acked == kEvents; });
  }

  TemporaryFolder folder_;
  MasterConfig config_;
  ZmqContext context_;
  Signals signals_;
  Log log_{"master", Log::Level::Error, Log::Format::Text};
  std::array<Source, kAgents> sources_;
  std::optional<MasterShell> shell_;
  std::thread thread_;
};

TEST_F(MasterShellTest, AStormIsStoredOnceAndInOrder) {
  know_agents();
  start();
  const Instant until = system_now().instant + kPatience;
  while (!all_acknowledged() && system_now().instant < until) {
    for (Source& source : sources_) {
      source.speak();
      source.hear();
    }
  }
  EXPECT_TRUE(all_acknowledged());
  stop();
  auto store = Store::open(config_.state_dir);
  ASSERT_TRUE(store.ok());
  auto rows = (*store)->database().prepare("SELECT host, body FROM events ORDER BY id");
  ASSERT_TRUE(rows.ok());
  std::map<std::string, std::uint64_t> seen;
  while (*rows->row()) {
    const auto event = wire::decode_event(rows->text(1));
    ASSERT_TRUE(event.ok());
    EXPECT_EQ(event->output, "number " + std::to_string(++seen[rows->text(0)]));
  }
  ASSERT_EQ(seen.size(), kAgents);
  for (const auto& [host, count] : seen) EXPECT_EQ(count, kEvents) << host;
  const auto chain = (*store)->verify_chain(1'000'000);
  ASSERT_TRUE(chain.ok());
  EXPECT_TRUE(chain->ok);
  // Nobody wanted them, and every one of them has that decision.
  auto lines =
      (*store)->database().prepare("SELECT event, detail FROM journal WHERE verdict='none' ORDER BY id");
  ASSERT_TRUE(lines.ok());
  std::int64_t decided = 0;
  while (*lines->row()) {
    EXPECT_EQ(lines->integer(0), decided + 1);
    const auto detail = value_from_json(lines->text(1));
    decided = detail.ok() ? (*detail)["upto"].int_or() : lines->integer(0);
  }
  EXPECT_EQ(decided, static_cast<std::int64_t>(kAgents * kEvents));
}

}  // namespace
}  // namespace balm::master
