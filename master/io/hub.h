// The master's sockets: who is connected, frames in and out. Decides from the key of each message who speaks:
// an accepted host, an operator, or somebody whose key nobody has accepted yet. Nothing a stranger says is
// read beyond the name it claims.
//
// The registry is asked for every message, so a revocation holds at once, also on an open connection.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include "common/io/zap_door.h"
#include "common/io/zmq_context.h"
#include "common/io/zmq_socket.h"
#include "master/input.h"
#include "master/keyring.h"
#include "master/knock_limit.h"

namespace balm::master {

// An operator asked for something; `client` names the connection for answers.
struct OperatorSpoke {
  std::uint64_t client = 0;
  std::string who;
  Request request;
};

// Something that is not for us, and why; for the log, seldom.
struct Nonsense {
  std::string from;
  std::string why;
};

using Heard = std::variant<HostSpoke, OperatorSpoke, KeyKnocked, Nonsense>;

class Hub {
 public:
  // Opens the door, then binds. Errors: Usage, Io.
  static Result<Hub> open(ZmqContext& context, const ZmqSocket::ServerOptions& options);

  // Proves that the door is in force: a client whose key the door does not want must not get through,
  // whatever it tries. Blocks for a moment; call before serving. Errors: Refused when the client got through.
  Result<void> self_test(ZmqContext& context, const std::string& server_key);

  // Answers who may connect, then gives the next message; nullopt when nothing is waiting.
  std::optional<Heard> next(const Keyring& keys, Instant now);

  // False when the peer is not connected or reads too slowly.
  bool send_to_host(const HostName& host, const Message& message);
  bool answer(std::uint64_t client, const Reply& reply);
  // False once an answer found the client gone, or when it was forgotten.
  bool knows(std::uint64_t client) const { return clients_.contains(client); }
  void forget_host(const HostName& host) { routes_.erase(host); }

  const ZmqSocket& socket() const { return socket_; }
  const ZapDoor& door() const { return door_; }
  // Waits for something to come, at most so long. REQUIRES: next() has just given nothing.
  bool wait(Duration longest) const;
  bool pending() const { return socket_.pending() || door_.pending(); }
  std::size_t clients() const { return clients_.size(); }

 private:
  Hub(ZapDoor door, ZmqSocket socket) : door_(std::move(door)), socket_(std::move(socket)) {}
  void admit(const Keyring& keys);
  Heard read(const Arrival& arrival, const Keyring& keys, Instant now);
  Heard read_stranger(const Arrival& arrival, const KeyRow* known, Instant now);
  std::uint64_t client_of(const std::string& routing_id);

  ZapDoor door_;
  ZmqSocket socket_;
  std::unordered_map<HostName, std::string> routes_;  // newest routing id of each host
  std::map<std::uint64_t, std::string> clients_;      // bounded: the oldest is forgotten
  std::unordered_map<std::string, std::uint64_t> client_ids_;
  std::uint64_t last_client_ = 0;
  KnockLimit knocks_;
  int unattended_ = 0;  // messages since the door was looked after
};

}  // namespace balm::master
