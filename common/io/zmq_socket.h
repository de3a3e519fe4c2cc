// A secured ZeroMQ socket over TCP: CURVE on every connection, frames in and out, no exceptions. ZeroMQ is a
// courier and no ledger: what it accepted may still be lost, so everything that matters is numbered,
// acknowledged and sent again by the layers above. Used by one thread.
//
// A client (DEALER) pins the server's key. A server (ROUTER) must have its ZapDoor open before it binds;
// without one libzmq would let every key in, so the option that forbids this is set as well.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/io/key_pair.h"
#include "common/io/zmq_context.h"
#include "common/result.h"

namespace balm {

// What came over a server's socket.
struct Arrival {
  std::string routing_id;  // where an answer goes; chosen by the peer and proof of nothing
  std::string user_id;     // the peer's public key (Z85) as the ZapDoor confirmed it; empty: trust nothing
  std::string address;     // numeric, of the peer's end of the connection
  std::string bytes;
  bool well_formed = true;  // false: more or fewer parts than our protocol has; `bytes` is empty
};

// What happened to a client's connection.
struct LinkEvent {
  enum class Kind {
    Up,       // handshake done: the first message may go out
    Down,     // was up, is no more; ZeroMQ dials again by itself
    Failed,   // the other end does not answer, or closes during the handshake; ZeroMQ dials again by itself
    Refused,  // the server said no; ZeroMQ gives up: make a new socket
  };
  Kind kind = Kind::Down;
  std::string text;  // for people
};

class ZmqSocket {
 public:
  struct ClientOptions {
    std::string endpoint;    // tcp://master.example.net:4510
    std::string server_key;  // Z85
    KeyPair keys;
    std::string routing_id;  // `<claimed name>/<16 random hex digits>`: new for each socket, so that no one
                             // can squat it
  };
  struct ServerOptions {
    std::string endpoint;  // tcp://127.0.0.1:4510; port 0 takes a free one
    KeyPair keys;
  };
  // Errors: Usage (the endpoint cannot be meant), Io (in use, no such address).
  static Result<ZmqSocket> connect(ZmqContext& context, const ClientOptions& options);
  static Result<ZmqSocket> bind(ZmqContext& context, const ServerOptions& options);

  ZmqSocket(ZmqSocket&& other) noexcept;
  ZmqSocket& operator=(ZmqSocket&& other) noexcept;
  ~ZmqSocket();

  // Readable means: something may have changed. It is an edge, so after every wake-up and every send
  // receive() must be called until it gives nothing, and pending() asked before waiting again.
  int fd() const;
  bool pending() const;

  // A server's next message.
  std::optional<Arrival> receive();
  // A client's next message; one of more than one part is dropped.
  std::optional<std::string> receive_frame();

  enum class Sent {
    Yes,
    Full,    // the peer reads too slowly; try later or drop
    NoPeer,  // not connected
    TooBig,  // beyond limits::kFrameBytesMax; the receiver would hang up on it
  };
  Sent send_to(std::string_view routing_id, std::string_view bytes);  // server
  Sent send(std::string_view bytes);                                  // client

  // A client's connection events; fd as above.
  int link_fd() const;
  std::optional<LinkEvent> next_link_event();

  // The address that was bound, with its real port.
  std::string endpoint() const;

 private:
  ZmqSocket(void* socket, void* monitor) : socket_(socket), monitor_(monitor) {}
  void close();

  void* socket_ = nullptr;
  void* monitor_ = nullptr;  // clients only
  bool up_ = false;
};

}  // namespace balm
