// One part of a ZeroMQ message, released when it goes out of scope. For the adapters in this folder.
#pragma once

#include <string>
#include <string_view>

#include <zmq.h>

namespace balm {

class ZmqMessage {
 public:
  ZmqMessage() { zmq_msg_init(&message_); }
  ~ZmqMessage() { zmq_msg_close(&message_); }
  ZmqMessage(const ZmqMessage&) = delete;
  ZmqMessage& operator=(const ZmqMessage&) = delete;

  // False when nothing waits (or the socket is gone).
  bool receive(void* socket) { return zmq_msg_recv(&message_, socket, ZMQ_DONTWAIT) >= 0; }
  bool more() const { return zmq_msg_more(&message_) != 0; }

  // What it says, copied. Only this and property() read memory that libzmq's threads have written, see
  // cmake/tsan.supp.
  std::string text() { return {static_cast<const char*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)}; }
  // A property of the connection it came over, e.g. "User-Id"; empty when there is none.
  std::string property(const char* name) const {
    const char* const text = zmq_msg_gets(&message_, name);
    return text != nullptr ? text : "";
  }

 private:
  zmq_msg_t message_;
};

// An IPv4 peer of an IPv6 socket, as people write it: "::ffff:10.0.0.1" is 10.0.0.1.
inline std::string plain_address(std::string address) {
  constexpr std::string_view kMapped = "::ffff:";
  return address.starts_with(kMapped) ? address.substr(kMapped.size()) : address;
}

}  // namespace balm
