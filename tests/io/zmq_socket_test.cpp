#include "common/io/zmq_socket.h"

#include <map>

#include <gtest/gtest.h>

#include "common/io/event_loop.h"
#include "common/io/system_clock.h"
#include "common/io/zap_door.h"
#include "common/limits.h"

namespace balm {
namespace {

// A server, its key door and some clients in one loop; each test says which keys may come in.
class ZmqSocketTest : public testing::Test {
 protected:
  ZmqSocketTest() : door_(std::move(*ZapDoor::open(context_))), server_(make_server()) {
    loop_.watch(
        door_.fd(), [this] { answer_knocks(); }, [this] { return door_.pending(); });
    loop_.watch(
        server_.fd(), [this] { receive(); }, [this] { return server_.pending(); });
  }

  ZmqSocket make_server() {
    auto socket = ZmqSocket::bind(context_, {"tcp://127.0.0.1:0", server_keys_});
    EXPECT_TRUE(socket) << socket.error().message;
    return std::move(*socket);
  }

  ZmqSocket make_client(const KeyPair& keys, std::string server_key = "") {
    if (server_key.empty()) server_key = server_keys_.public_key;
    auto socket =
        ZmqSocket::connect(context_, {server_.endpoint(), server_key, keys, "web1/0123456789abcdef"});
    EXPECT_TRUE(socket) << socket.error().message;
    return std::move(*socket);
  }

  void answer_knocks() {
    while (const auto request = door_.receive()) {
      ++knocks_[request->public_key];
      EXPECT_EQ(request->address, "127.0.0.1");
      const auto place = verdicts_.find(request->public_key);
      door_.answer(*request, place == verdicts_.end() ? ZapDoor::Verdict::Later : place->second);
    }
  }

  void receive() {
    while (auto arrival = server_.receive()) arrivals_.push_back(std::move(*arrival));
  }

  // Runs the loop until `done`, or gives up after a time that only a broken program needs.
  template <class Done>
  bool run_until(const Done& done) {
    const Instant end = system_now().instant + 20s;
    while (!done()) {
      if (system_now().instant > end) return false;
      loop_.run_once(10ms);
    }
    return true;
  }

  std::optional<LinkEvent> wait_for_link(ZmqSocket& client) {
    std::optional<LinkEvent> event;
    run_until([&] { return (event = client.next_link_event()).has_value(); });
    return event;
  }

  ZmqContext context_;
  KeyPair server_keys_ = KeyPair::generate();
  KeyPair client_keys_ = KeyPair::generate();
  ZapDoor door_;
  ZmqSocket server_;
  EventLoop loop_;
  std::map<std::string, ZapDoor::Verdict> verdicts_;
  std::map<std::string, int> knocks_;
  std::vector<Arrival> arrivals_;
};

TEST_F(ZmqSocketTest, AdmitsAKnownKeyAndTellsWhoSpoke) {
  verdicts_[client_keys_.public_key] = ZapDoor::Verdict::Admit;
  ZmqSocket client = make_client(client_keys_);
  EXPECT_EQ(client.send("too early"), ZmqSocket::Sent::NoPeer)
      << "nothing is queued for a connection that is not there";
  ASSERT_EQ(wait_for_link(client)->kind, LinkEvent::Kind::Up);
  // The link is told by libzmq's I/O thread a moment before its pipe can be written to.
  ASSERT_TRUE(run_until([&] { return client.send("hello") == ZmqSocket::Sent::Yes; }));
  ASSERT_TRUE(run_until([&] { return !arrivals_.empty(); }));
  EXPECT_EQ(arrivals_[0].bytes, "hello");
  EXPECT_EQ(arrivals_[0].user_id, client_keys_.public_key);
  EXPECT_EQ(arrivals_[0].routing_id, "web1/0123456789abcdef");
  EXPECT_EQ(arrivals_[0].address, "127.0.0.1");
  EXPECT_TRUE(arrivals_[0].well_formed);

  ASSERT_EQ(server_.send_to(arrivals_[0].routing_id, "welcome"), ZmqSocket::Sent::Yes);
  std::optional<std::string> answer;
  ASSERT_TRUE(run_until([&] { return (answer = client.receive_frame()).has_value(); }));
  EXPECT_EQ(*answer, "welcome");
}

TEST_F(ZmqSocketTest, ASilentDoorLetsTheClientTryAgainUntilItIsAdmitted) {
  ZmqSocket client = make_client(client_keys_);
  ASSERT_TRUE(run_until([&] { return knocks_[client_keys_.public_key] > 0; }));
  verdicts_[client_keys_.public_key] = ZapDoor::Verdict::Admit;
  std::optional<LinkEvent> event;
  do {
    event = wait_for_link(client);
    ASSERT_TRUE(event);
    EXPECT_NE(event->kind, LinkEvent::Kind::Refused);
  } while (event->kind != LinkEvent::Kind::Up);
  EXPECT_TRUE(arrivals_.empty());
}

TEST_F(ZmqSocketTest, ARefusedKeyIsToldSo) {
  verdicts_[client_keys_.public_key] = ZapDoor::Verdict::Never;
  ZmqSocket client = make_client(client_keys_);
  EXPECT_EQ(wait_for_link(client)->kind, LinkEvent::Kind::Refused);
}

TEST_F(ZmqSocketTest, AClientNeverTalksToAnotherServer) {
  verdicts_[client_keys_.public_key] = ZapDoor::Verdict::Admit;
  ZmqSocket client = make_client(client_keys_, KeyPair::generate().public_key);
  EXPECT_EQ(wait_for_link(client)->kind, LinkEvent::Kind::Failed);
  EXPECT_TRUE(knocks_.empty()) << "the handshake ends before anyone is asked";
}

TEST_F(ZmqSocketTest, SaysWhenThePeerIsNotThere) {
  EXPECT_EQ(server_.send_to("nobody/0000000000000000", "x"), ZmqSocket::Sent::NoPeer);
  EXPECT_EQ(server_.send_to("nobody", std::string(limits::kFrameBytesMax + 1, 'x')), ZmqSocket::Sent::TooBig);
}

TEST_F(ZmqSocketTest, CarriesTheLargestFrame) {
  verdicts_[client_keys_.public_key] = ZapDoor::Verdict::Admit;
  ZmqSocket client = make_client(client_keys_);
  ASSERT_EQ(wait_for_link(client)->kind, LinkEvent::Kind::Up);
  const std::string large(limits::kFrameBytesMax, 'x');
  ASSERT_EQ(client.send(large), ZmqSocket::Sent::Yes);
  EXPECT_EQ(client.send(large + "x"), ZmqSocket::Sent::TooBig);
  ASSERT_TRUE(run_until([&] { return !arrivals_.empty(); }));
  EXPECT_EQ(arrivals_[0].bytes.size(), large.size());
}

TEST_F(ZmqSocketTest, NoticesTheEndOfTheConnection) {
  verdicts_[client_keys_.public_key] = ZapDoor::Verdict::Admit;
  ZmqSocket client = make_client(client_keys_);
  ASSERT_EQ(wait_for_link(client)->kind, LinkEvent::Kind::Up);
  server_ = make_server();  // elsewhere: the old one hangs up
  ASSERT_EQ(wait_for_link(client)->kind, LinkEvent::Kind::Down);
  // The news of the end comes by another way than the end itself, and may be faster.
  EXPECT_TRUE(run_until([&] { return client.send("lost") == ZmqSocket::Sent::NoPeer; }));
}

TEST_F(ZmqSocketTest, SaysWhyItCannotListen) {
  for (const char* endpoint : {"", "nonsense", "tcp://127.0.0.1:70000", "tcp://", "udp://127.0.0.1:1"})
    EXPECT_FALSE(ZmqSocket::bind(context_, {endpoint, server_keys_})) << endpoint;
  const auto second = ZmqSocket::bind(context_, {server_.endpoint(), server_keys_});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("in use"), std::string::npos) << second.error().message;
}

TEST_F(ZmqSocketTest, AProcessHasOneDoor) {
  EXPECT_FALSE(ZapDoor::open(context_));
}

}  // namespace
}  // namespace balm
