// Who may connect: ZeroMQ asks this door about every new CURVE connection of the process (ZAP, RFC 27 of the
// ZeroMQ project). It must be open before the first server socket binds, and stay open as long as one lives.
//
// A connection is asked about once: a key that is revoked later goes on talking on its open connection, so
// the master checks the key of every message as well (Arrival::user_id). ZeroMQ does not tell the door the
// client's routing id, so a claimed name is known only from the first message: let unknown keys in (as their
// own key, bounded in number) and accept nothing from them but their name.
#pragma once

#include <optional>
#include <string>

#include "common/io/zmq_context.h"
#include "common/result.h"

namespace balm {

struct ZapRequest {
  std::string public_key;  // Z85, proven by the handshake
  std::string address;     // numeric
  std::string routing_id;  // of the asking connection inside ZeroMQ, for answer()
  std::string request_id;
};

class ZapDoor {
 public:
  // Errors: Io, when the process has a door already.
  static Result<ZapDoor> open(ZmqContext& context);

  ZapDoor(ZapDoor&& other) noexcept;
  ZapDoor& operator=(ZapDoor&& other) noexcept;
  ~ZapDoor();

  int fd() const;  // an edge, see ZmqSocket::fd()
  bool pending() const;

  // The next question that deserves one; malformed ones and other mechanisms than CURVE are refused by
  // itself.
  std::optional<ZapRequest> receive();

  enum class Verdict {
    Admit,  // in, with its public key as User-Id
    Later,  // silence: the client tries again by itself
    Never,  // refused: the client gives up
  };
  void answer(const ZapRequest& request, Verdict verdict);

 private:
  explicit ZapDoor(void* socket) : socket_(socket) {}
  void close();

  void* socket_ = nullptr;
};

}  // namespace balm
