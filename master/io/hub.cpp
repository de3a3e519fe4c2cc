#include "master/io/hub.h"

#include <poll.h>

#include "common/io/key_pair.h"
#include "common/io/system_clock.h"
#include "common/wire.h"

namespace balm::master {
namespace {

constexpr std::size_t kClientsMax = 1'000;
constexpr Duration kSelfTestWithin = 1s;
constexpr int kMessagesPerLook = 64;

// `<claimed name>/<random>`: see ZmqSocket::ClientOptions.
std::string claimed_name(const std::string& routing_id) {
  return routing_id.substr(0, routing_id.find('/'));
}

bool wait_readable(int fd, Duration longest) {
  pollfd one{fd, POLLIN, 0};
  const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(longest % 1s).count();
  const timespec time{std::chrono::duration_cast<std::chrono::seconds>(longest).count(), ns};
  return ::ppoll(&one, 1, &time, nullptr) > 0;
}

}  // namespace

Result<Hub> Hub::open(ZmqContext& context, const ZmqSocket::ServerOptions& options) {
  auto door = ZapDoor::open(context);
  if (!door) return door.error();
  auto socket = ZmqSocket::bind(context, options);
  if (!socket) return socket.error();
  return Hub(std::move(door).value(), std::move(socket).value());
}

Result<void> Hub::self_test(ZmqContext& context, const std::string& server_key) {
  ZmqSocket::ClientOptions options;
  options.endpoint = socket_.endpoint();
  options.server_key = server_key;
  options.keys = KeyPair::generate();
  options.routing_id = "self-test/0";
  auto intruder = ZmqSocket::connect(context, options);
  if (!intruder) return intruder.error();
  (void)intruder->send("balm1 hello\n{}");
  const Instant until = system_now().instant + kSelfTestWithin;
  bool refused = false;
  while (!refused && system_now().instant < until) {
    if (const auto request = door_.receive()) {
      if (request->public_key != options.keys.public_key) {
        door_.answer(*request, ZapDoor::Verdict::Later);
        continue;
      }
      door_.answer(*request, ZapDoor::Verdict::Never);
    }
    if (socket_.receive())
      return Error{Error::Kind::Refused, "self-test: a key that the door had refused got a message through",
                   "do not run this libzmq: install Debian's libzmq5"};
    while (const auto event = intruder->next_link_event()) {
      if (event->kind == LinkEvent::Kind::Up)
        return Error{Error::Kind::Refused, "self-test: a key that the door had refused was let in",
                     "do not run this libzmq: install Debian's libzmq5"};
      refused = refused || event->kind == LinkEvent::Kind::Refused;
    }
    (void)wait_readable(door_.fd(), 5ms);
  }
  if (!refused)
    return Error{Error::Kind::Refused, "self-test: the door was not asked about a strange key",
                 "is something else answering on the listening address?"};
  return {};
}

// Strangers are let in to knock; a key that people have said no to is refused for good.
void Hub::admit(const Keyring& keys) {
  while (const auto request = door_.receive()) {
    const KeyRow* row = keys.find(request->public_key);
    const bool unwanted =
        row != nullptr && (row->state == KeyState::Rejected || row->state == KeyState::Revoked);
    door_.answer(*request, unwanted ? ZapDoor::Verdict::Later : ZapDoor::Verdict::Admit);
  }
}

// The door is looked after when nothing else waits, and every now and then in a storm: looking costs as much
// as a tenth of a message.
std::optional<Heard> Hub::next(const Keyring& keys, Instant now) {
  const auto arrival = socket_.receive();
  if (!arrival || ++unattended_ >= kMessagesPerLook) {
    admit(keys);
    unattended_ = 0;
  }
  if (!arrival) return std::nullopt;
  return read(*arrival, keys, now);
}

bool Hub::wait(Duration longest) const {
  return pending() || wait_readable(socket_.fd(), longest);
}

// One that waits and says what it said before costs nothing and is always heard.
Heard Hub::read_stranger(const Arrival& arrival, const KeyRow* known, Instant now) {
  KeyKnocked knock{arrival.user_id, fingerprint(arrival.user_id), claimed_name(arrival.routing_id),
                   arrival.address};
  const bool news = known == nullptr || known->name != knock.claimed_name || known->address != knock.address;
  if (news && !knocks_.hears(knock.address, now))
    return Nonsense{"strangers", "unknown keys knock too often, the last one from " + knock.address};
  return knock;
}

Heard Hub::read(const Arrival& arrival, const Keyring& keys, Instant now) {
  if (arrival.user_id.empty()) return Nonsense{arrival.address, "a message without a proven key"};
  const KeyRow* row = keys.find(arrival.user_id);
  if (row == nullptr || row->state == KeyState::Pending) return read_stranger(arrival, row, now);
  if (row->state != KeyState::Accepted)
    return Nonsense{arrival.address, "the key of " + row->name + " is " + std::string(to_text(row->state))};
  if (!arrival.well_formed) return Nonsense{row->name, "a message of several parts"};
  const bool person = row->role == KeyRole::Operator;
  Result<Message> message = wire::decode(arrival.bytes, person ? wire::Role::Operator : wire::Role::Agent);
  if (!message) return Nonsense{row->name, message.error().message};
  if (person)
    return OperatorSpoke{client_of(arrival.routing_id), row->name, std::get<Request>(std::move(*message))};
  const HostName host{row->name};
  routes_[host] = arrival.routing_id;
  return HostSpoke{host, arrival.address, std::move(*message)};
}

std::uint64_t Hub::client_of(const std::string& routing_id) {
  const auto known = client_ids_.find(routing_id);
  if (known != client_ids_.end()) return known->second;
  if (clients_.size() >= kClientsMax) {
    client_ids_.erase(clients_.begin()->second);
    clients_.erase(clients_.begin());
  }
  const std::uint64_t client = ++last_client_;
  clients_[client] = routing_id;
  client_ids_[routing_id] = client;
  return client;
}

bool Hub::send_to_host(const HostName& host, const Message& message) {
  const auto route = routes_.find(host);
  if (route == routes_.end()) return false;
  return socket_.send_to(route->second, wire::encode(message)) == ZmqSocket::Sent::Yes;
}

bool Hub::answer(std::uint64_t client, const Reply& reply) {
  const auto route = clients_.find(client);
  if (route == clients_.end()) return false;
  const ZmqSocket::Sent sent = socket_.send_to(route->second, wire::encode(reply));
  if (sent != ZmqSocket::Sent::NoPeer) return sent == ZmqSocket::Sent::Yes;
  client_ids_.erase(route->second);
  clients_.erase(route);
  return false;
}

}  // namespace balm::master
