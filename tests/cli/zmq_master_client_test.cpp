// The way to the master against a real ROUTER with CURVE on a loopback port.
#include "cli/zmq_master_client.h"

#include <csignal>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/io/event_loop.h"
#include "common/io/unique_fd.h"
#include "common/io/zap_door.h"
#include "common/io/zmq_socket.h"
#include "common/wire.h"

namespace balm::cli {
namespace {

// A master of one thread: answers what the test tells it to.
class SmallMaster {
 public:
  using Answer = std::function<std::vector<Reply>(const Request&)>;

  SmallMaster(ZmqContext& context, Answer answer)
      : door_(std::move(*ZapDoor::open(context))),
        socket_(std::move(*ZmqSocket::bind(context, {"tcp://127.0.0.1:0", keys_}))),
        answer_(std::move(answer)),
        thread_([this](const std::stop_token& stop) { serve(stop); }) {}

  OperatorFile file(const KeyPair& keys) const {
    return {"operator.json", socket_.endpoint(), keys_.public_key, keys.public_key, keys.secret_key};
  }
  void admit(const std::string& key) {
    const std::lock_guard lock(mutex_);
    admitted_ = key;
  }

 private:
  void serve(const std::stop_token& stop) {
    EventLoop loop;
    loop.watch(
        door_.fd(), [this] { open_door(); }, [this] { return door_.pending(); });
    loop.watch(
        socket_.fd(), [this] { receive(); }, [this] { return socket_.pending(); });
    while (!stop.stop_requested()) loop.run_once(5ms);
  }

  void open_door() {
    const std::lock_guard lock(mutex_);
    while (const auto knock = door_.receive())
      door_.answer(*knock,
                   knock->public_key == admitted_ ? ZapDoor::Verdict::Admit : ZapDoor::Verdict::Never);
  }

  void receive() {
    while (const auto arrival = socket_.receive()) {
      const Result<Message> message = wire::decode(arrival->bytes, wire::Role::Operator);
      const Request* const request = message ? std::get_if<Request>(&*message) : nullptr;
      if (request == nullptr) continue;
      for (Reply reply : answer_(*request)) {
        if (reply.id == 0) reply.id = request->id;
        static_cast<void>(socket_.send_to(arrival->routing_id, wire::encode(reply)));
      }
    }
  }

  KeyPair keys_ = KeyPair::generate();
  ZapDoor door_;
  ZmqSocket socket_;
  Answer answer_;
  std::mutex mutex_;
  std::string admitted_;  // the one key that may connect
  std::jthread thread_;
};

class ZmqMasterClientTest : public ::testing::Test {
 protected:
  std::unique_ptr<MasterClient> client(const OperatorFile& file, Duration timeout = 20s) {
    Result<std::unique_ptr<MasterClient>> made = connect_to_master(context_, file, timeout);
    EXPECT_TRUE(made.ok());
    return std::move(*made);
  }

  ZmqContext context_;
  KeyPair keys_ = KeyPair::generate();
};

Reply part(std::int64_t n) {
  return {.data = Value::map({{"n", n}}), .more = true};
}

TEST_F(ZmqMasterClientTest, AsksAndIsAnswered) {
  SmallMaster master(context_, [](const Request& request) {
    return std::vector<Reply>{{.id = 999, .data = Value("meant for somebody else")},
                              {.data = Value::map({{"verb", request.verb}, {"args", request.args}})}};
  });
  master.admit(keys_.public_key);
  const auto asking = client(master.file(keys_));
  for (int i = 0; i < 3; ++i) {
    const Result<Value> answer = asking->ask("hosts.show", Value::map({{"name", "web1"}}));
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ((*answer)["verb"].as_string(), "hosts.show");
    EXPECT_EQ((*answer)["args"]["name"].as_string(), "web1");
  }
}

TEST_F(ZmqMasterClientTest, TheMastersErrorsKeepTheirKind) {
  SmallMaster master(context_, [](const Request&) {
    return std::vector<Reply>{
        {.error = "not_found", .message = "there is no host web33", .hint = "did you mean: web3"}};
  });
  master.admit(keys_.public_key);
  const Result<Value> answer = client(master.file(keys_))->ask("hosts.show", Value(ValueMap{}));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error(), (Error{Error::Kind::NotFound, "there is no host web33", "did you mean: web3"}));
}

TEST_F(ZmqMasterClientTest, FollowsAStreamToItsEnd) {
  SmallMaster master(context_, [](const Request&) {
    return std::vector<Reply>{
        part(1), {.data = Value(), .more = true}, part(2), {.data = Value::map({{"total", 2}})}};
  });
  master.admit(keys_.public_key);
  std::vector<std::int64_t> seen;
  const auto stream = client(master.file(keys_))
                          ->follow("x", Value(ValueMap{}),
                                   [&](const Value& data) {
                                     seen.push_back(data["n"].int_or());
                                     return MasterClient::Go::On;
                                   },
                                   {});
  ASSERT_TRUE(stream.ok()) << stream.error().message;
  EXPECT_EQ(stream->end, MasterClient::End::Finished);
  EXPECT_EQ(stream->last["total"].int_or(), 2);
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2}));
}

TEST_F(ZmqMasterClientTest, CtrlCEndsTheFollowingAndNothingElse) {
  SmallMaster master(context_, [](const Request&) { return std::vector<Reply>{part(1)}; });
  master.admit(keys_.public_key);
  const auto stream = client(master.file(keys_))
                          ->follow("x", Value(ValueMap{}),
                                   [](const Value&) {
                                     ::kill(::getpid(), SIGINT);
                                     return MasterClient::Go::On;
                                   },
                                   {});
  ASSERT_TRUE(stream.ok()) << stream.error().message;
  EXPECT_EQ(stream->end, MasterClient::End::Interrupted);
}

TEST_F(ZmqMasterClientTest, AMasterThatSaysNothingIsLateNotAbsent) {
  SmallMaster master(context_, [](const Request&) { return std::vector<Reply>{}; });
  master.admit(keys_.public_key);
  EXPECT_EQ(client(master.file(keys_), 700ms)->ask("status", Value(ValueMap{})).error().kind,
            Error::Kind::TimedOut);
}

TEST_F(ZmqMasterClientTest, ARefusedKeyIsSaidToBeRefused) {
  SmallMaster master(context_, [](const Request&) { return std::vector<Reply>{}; });
  const Result<Value> answer = client(master.file(keys_))->ask("status", Value(ValueMap{}));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, Error::Kind::Denied) << answer.error().message;
}

TEST_F(ZmqMasterClientTest, AWrongServerKeyIsFoundInTheHandshake) {
  SmallMaster master(context_, [](const Request&) { return std::vector<Reply>{}; });
  master.admit(keys_.public_key);
  OperatorFile file = master.file(keys_);
  file.server_key = KeyPair::generate().public_key;
  const Result<Value> answer = client(file)->ask("status", Value(ValueMap{}));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, Error::Kind::Unreachable);
  EXPECT_NE(answer.error().message.find("server_key"), std::string::npos) << answer.error().message;
}

TEST_F(ZmqMasterClientTest, NobodyThereIsConnectionRefused) {
  // A port that is taken, so that no one else gets it, but on which nobody listens.
  const UniqueFd taken(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  ASSERT_EQ(::bind(taken.get(), reinterpret_cast<const sockaddr*>(&place), size), 0);
  ASSERT_EQ(::getsockname(taken.get(), reinterpret_cast<sockaddr*>(&place), &size), 0);
  const std::string endpoint = "tcp://127.0.0.1:" + std::to_string(ntohs(place.sin_port));
  const OperatorFile file{"operator.json", endpoint, keys_.public_key, keys_.public_key, keys_.secret_key};
  const Result<Value> answer = client(file)->ask("status", Value(ValueMap{}));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, Error::Kind::Unreachable);
  EXPECT_NE(answer.error().message.find("connection refused"), std::string::npos) << answer.error().message;
}

TEST_F(ZmqMasterClientTest, KeysThatAreNoneAreRefusedBeforeAnythingIsSent) {
  EXPECT_FALSE(
      connect_to_master(context_, {"x", "tcp://127.0.0.1:1", std::string(40, '~'), keys_.public_key, ""}, 1s)
          .ok());
}

}  // namespace
}  // namespace balm::cli
