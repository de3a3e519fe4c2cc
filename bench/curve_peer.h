// A bare CURVE DEALER and a bare CURVE ROUTER, for floors and as the cheapest possible client: nothing but
// libzmq.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/instant.h"
#include "common/io/key_pair.h"
#include "common/io/zmq_context.h"
#include "common/result.h"

namespace balm::bench {

class CurvePeer {
 public:
  struct Options {
    std::string endpoint;
    std::string server_key;
    KeyPair keys;
    std::string routing_id;
  };
  static Result<CurvePeer> connect(ZmqContext& context, const Options& options);
  CurvePeer(CurvePeer&& other) noexcept;
  CurvePeer& operator=(CurvePeer&&) = delete;
  ~CurvePeer();

  bool send(std::string_view bytes);
  std::optional<std::string> receive();  // never waits
  bool wait(Duration longest);           // for something to receive

 private:
  explicit CurvePeer(void* socket) : socket_(socket) {}
  void* socket_;
};

// The whole life of `balm-bench --role router ENDPOINT SECRET_KEY`: answers every message with `ok`.
int serve_echo(const std::string& endpoint, const std::string& secret_key);

// The whole life of `balm-bench-idle ENDPOINT SERVER_KEY`: holds one connection and does nothing.
int hold_connection(const std::string& endpoint, const std::string& server_key);

}  // namespace balm::bench
