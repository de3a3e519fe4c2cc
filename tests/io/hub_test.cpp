// Who speaks is what the registry says of the key, looked up for every message.
#include "master/io/hub.h"

#include <gtest/gtest.h>
#include <poll.h>

#include "common/wire.h"

namespace balm::master {
namespace {

class HubTest : public testing::Test {
 protected:
  HubTest() : hub(std::move(*Hub::open(context, {"tcp://127.0.0.1:0", server}))) {}

  ZmqSocket connect(const KeyPair& keys, const std::string& name) {
    return std::move(
        *ZmqSocket::connect(context, {hub.socket().endpoint(), server.public_key, keys, name + "/1"}));
  }
  void know(const KeyPair& keys, const std::string& name, KeyState state, KeyRole role = KeyRole::Agent) {
    KeyRow row;
    row.public_key = keys.public_key;
    row.name = name;
    row.state = state;
    row.role = role;
    ring.restore(row);
  }
  // Sends as soon as the connection stands.
  void say(ZmqSocket& socket, const std::string& bytes) {
    for (int tries = 0; tries < 10'000 && socket.send(bytes) != ZmqSocket::Sent::Yes; ++tries) {
      EXPECT_FALSE(hub.next(ring, Instant{1h}));
      pollfd door = {hub.door().fd(), POLLIN, 0};
      ::poll(&door, 1, 3);
    }
  }
  std::optional<Heard> next(std::chrono::seconds patience = 30s) {
    for (auto tries = 0; tries < patience / 5ms; ++tries) {
      if (auto heard = hub.next(ring, Instant{1h})) return heard;
      pollfd sockets[] = {{hub.socket().fd(), POLLIN, 0}, {hub.door().fd(), POLLIN, 0}};
      ::poll(sockets, 2, 5);
    }
    return std::nullopt;
  }
  template <class Kind>
  Kind heard() {
    const auto one = next();
    if (one && std::holds_alternative<Kind>(*one)) return std::get<Kind>(*one);
    ADD_FAILURE() << "something else was heard";
    return {};
  }

  ZmqContext context;
  KeyPair server = KeyPair::generate();
  KeyPair client = KeyPair::generate();
  Keyring ring;
  Hub hub;
};

TEST_F(HubTest, AStrangerIsHeardOnlyToKnock) {
  ZmqSocket socket = connect(client, "web1");
  say(socket, wire::encode(Heartbeat{"b", "s", 0, ""}));
  const auto knock = heard<KeyKnocked>();
  EXPECT_EQ(knock.public_key, client.public_key);
  EXPECT_EQ(knock.claimed_name, "web1");
  EXPECT_EQ(knock.address, "127.0.0.1");
  EXPECT_FALSE(hub.send_to_host(HostName{"web1"}, Alive{})) << "it speaks for nobody";
}

TEST_F(HubTest, AnAcceptedKeySpeaksForTheNameItWasAcceptedUnder) {
  know(client, "db1", KeyState::Accepted);
  ZmqSocket socket = connect(client, "web1");
  say(socket, wire::encode(Heartbeat{"b", "s", 7, ""}));
  const auto spoke = heard<HostSpoke>();
  EXPECT_EQ(spoke.host.text, "db1") << "whatever it claims";
  EXPECT_TRUE(hub.send_to_host(HostName{"db1"}, Alive{}));
  EXPECT_FALSE(hub.send_to_host(HostName{"web1"}, Alive{}));
  hub.forget_host(HostName{"db1"});
  EXPECT_FALSE(hub.send_to_host(HostName{"db1"}, Alive{}));
}

TEST_F(HubTest, ARevocationHoldsOnAnOpenConnection) {
  know(client, "web1", KeyState::Accepted);
  ZmqSocket socket = connect(client, "web1");
  say(socket, wire::encode(Heartbeat{"b", "s", 0, ""}));
  heard<HostSpoke>();
  know(client, "web1", KeyState::Revoked);
  say(socket, wire::encode(Heartbeat{"b", "s", 0, ""}));
  EXPECT_EQ(heard<Nonsense>().why, "the key of web1 is revoked");
}

TEST_F(HubTest, AgentsCannotGiveOrdersAndPeopleCannotPlayAgents) {
  know(client, "web1", KeyState::Accepted);
  ZmqSocket agent = connect(client, "web1");
  say(agent, wire::encode(Request{1, "freeze", Value::map({})}));
  heard<Nonsense>();
  const KeyPair dana = KeyPair::generate();
  know(dana, "dana", KeyState::Accepted, KeyRole::Operator);
  ZmqSocket people = connect(dana, "dana");
  say(people, wire::encode(Heartbeat{"b", "s", 0, ""}));
  heard<Nonsense>();
  say(people, "balm1 request\n{");
  heard<Nonsense>();
}

TEST_F(HubTest, AnAnswerFindsItsOperatorAndNotSomebodyWhoHasGone) {
  know(client, "dana", KeyState::Accepted, KeyRole::Operator);
  std::optional<ZmqSocket> people = connect(client, "dana");
  say(*people, wire::encode(Request{9, "status", Value::map({})}));
  const auto spoke = heard<OperatorSpoke>();
  EXPECT_EQ(spoke.who, "dana");
  EXPECT_TRUE(hub.knows(spoke.client));
  EXPECT_TRUE(hub.answer(spoke.client, Reply{9, "", "", "", Value::map({}), false}));
  EXPECT_FALSE(hub.answer(spoke.client + 1, Reply{}));
  people.reset();
  for (int tries = 0; tries < 10'000 && hub.knows(spoke.client); ++tries) {
    (void)hub.answer(spoke.client, Reply{9, "", "", "", Value::map({}), false});
    EXPECT_FALSE(hub.next(ring, Instant{1h}))
        << "the loop also listens; only so the end of the connection is noticed";
    pollfd one{hub.socket().fd(), POLLIN, 0};
    ::poll(&one, 1, 3);
  }
  EXPECT_FALSE(hub.knows(spoke.client));
}

TEST_F(HubTest, AnAnswerThatIsTooLargeSaysSo) {
  know(client, "dana", KeyState::Accepted, KeyRole::Operator);
  ZmqSocket people = connect(client, "dana");
  say(people, wire::encode(Request{9, "status", Value::map({})}));
  const auto spoke = heard<OperatorSpoke>();
  const Value huge(std::string(2 * 1024 * 1024, 'x'));
  EXPECT_TRUE(hub.answer(spoke.client, Reply{9, "", "", "", huge, false}));
  std::optional<std::string> frame;
  for (int tries = 0; tries < 10'000 && !frame; ++tries) {
    frame = people.receive_frame();
    pollfd one{people.fd(), POLLIN, 0};
    if (!frame) ::poll(&one, 1, 3);
  }
  ASSERT_TRUE(frame);
  const auto reply = wire::decode(*frame, wire::Role::Master);
  EXPECT_EQ(std::get<Reply>(*reply).error, "refused");
  EXPECT_EQ(std::get<Reply>(*reply).id, 9u);
}

TEST_F(HubTest, TheDoorIsInForce) {
  const auto proven = hub.self_test(context, server.public_key);
  EXPECT_TRUE(proven) << proven.error().message;
}

}  // namespace
}  // namespace balm::master
