#include "bench/curve_peer.h"

#include <utility>

#include <zmq.h>

#include "bench/measure.h"

namespace balm::bench {
namespace {

void set(void* socket, int option, const std::string& text) {
  (void)zmq_setsockopt(socket, option, text.c_str(), text.size());
}

void set(void* socket, int option, int value) {
  (void)zmq_setsockopt(socket, option, &value, sizeof(value));
}

}  // namespace

Result<CurvePeer> CurvePeer::connect(ZmqContext& context, const Options& options) {
  CurvePeer peer(zmq_socket(context.raw(), ZMQ_DEALER));
  if (peer.socket_ == nullptr) return Error{Error::Kind::Io, "no further socket", ""};
  set(peer.socket_, ZMQ_LINGER, 0);
  set(peer.socket_, ZMQ_ROUTING_ID, options.routing_id);
  set(peer.socket_, ZMQ_CURVE_SERVERKEY, options.server_key);
  set(peer.socket_, ZMQ_CURVE_PUBLICKEY, options.keys.public_key);
  set(peer.socket_, ZMQ_CURVE_SECRETKEY, options.keys.secret_key);
  if (zmq_connect(peer.socket_, options.endpoint.c_str()) != 0)
    return Error{Error::Kind::Io, "cannot connect to " + options.endpoint, ""};
  return peer;
}

CurvePeer::CurvePeer(CurvePeer&& other) noexcept : socket_(std::exchange(other.socket_, nullptr)) {}

CurvePeer::~CurvePeer() {
  if (socket_ != nullptr) zmq_close(socket_);
}

bool CurvePeer::send(std::string_view bytes) {
  return zmq_send(socket_, bytes.data(), bytes.size(), ZMQ_DONTWAIT) >= 0;
}

std::optional<std::string> CurvePeer::receive() {
  zmq_msg_t message;
  zmq_msg_init(&message);
  std::optional<std::string> bytes;
  if (zmq_msg_recv(&message, socket_, ZMQ_DONTWAIT) >= 0)
    bytes.emplace(static_cast<const char*>(zmq_msg_data(&message)), zmq_msg_size(&message));
  zmq_msg_close(&message);
  return bytes;
}

bool CurvePeer::wait(Duration longest) {
  zmq_pollitem_t item{socket_, 0, ZMQ_POLLIN, 0};
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(longest).count();
  return zmq_poll(&item, 1, static_cast<long>(ms)) > 0;
}

int serve_echo(const std::string& endpoint, const std::string& secret_key) {
  const ZmqContext context({.receive_in_place = true});
  void* const router = zmq_socket(context.raw(), ZMQ_ROUTER);
  set(router, ZMQ_LINGER, 0);
  set(router, ZMQ_CURVE_SERVER, 1);
  set(router, ZMQ_CURVE_SECRETKEY, secret_key);
  if (zmq_bind(router, endpoint.c_str()) != 0) return 1;
  zmq_msg_t part;
  zmq_msg_init(&part);
  while (zmq_msg_recv(&part, router, 0) >= 0) {
    zmq_msg_t body;
    zmq_msg_init(&body);
    const bool whole = zmq_msg_recv(&body, router, 0) >= 0;
    zmq_msg_close(&body);
    if (!whole) break;
    (void)zmq_msg_send(&part, router, ZMQ_SNDMORE);
    (void)zmq_send(router, "ok", 2, ZMQ_DONTWAIT);
    zmq_msg_init(&part);
  }
  zmq_close(router);
  return 0;
}

int hold_connection(const std::string& endpoint, const std::string& server_key) {
  ZmqContext context({.receive_in_place = true});
  auto peer = CurvePeer::connect(context, {endpoint, server_key, KeyPair::generate(), "idle/1"});
  if (!peer) return 1;
  (void)peer->send("here");
  while (true) {
    (void)peer->wait(3600s);
    (void)peer->receive();
  }
}

}  // namespace balm::bench
