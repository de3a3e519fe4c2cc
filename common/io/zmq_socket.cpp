#include "common/io/zmq_socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <zmq.h>

#include "common/document/endpoint.h"
#include "common/io/zmq_message.h"
#include "common/limits.h"

namespace balm {
namespace {

constexpr int kZapEnforceDomain = 93;  // in every libzmq since 4.3, but not in the stable header
constexpr const char* kZapDomain = "balm";
constexpr std::int64_t kMessageBytesMax = limits::kFrameBytesMax + 1024;

Error socket_error(std::string_view what, const std::string& endpoint) {
  const int code = zmq_errno();
  const auto kind = code == EINVAL || code == EPROTONOSUPPORT ? Error::Kind::Usage : Error::Kind::Io;
  std::string hint;
  if (code == EADDRINUSE) hint = "another process listens there: see `ss -ltnp`";
  return {kind, std::string(what) + " " + endpoint + ": " + zmq_strerror(code), hint};
}

// Sets options one after another and remembers whether one was refused.
class OptionSetter {
 public:
  explicit OptionSetter(void* socket) : socket_(socket) {}

  OptionSetter& number(int option, int value) { return set(option, &value, sizeof value); }
  OptionSetter& wide_number(int option, std::int64_t value) { return set(option, &value, sizeof value); }
  OptionSetter& text(int option, std::string_view value) { return set(option, value.data(), value.size()); }
  bool ok() const { return ok_; }

 private:
  OptionSetter& set(int option, const void* value, std::size_t size) {
    ok_ = zmq_setsockopt(socket_, option, value, size) == 0 && ok_;
    return *this;
  }

  void* socket_;
  bool ok_ = true;
};

void set_common(OptionSetter& options) {
  options.number(ZMQ_LINGER, 0)
      .wide_number(ZMQ_MAXMSGSIZE, kMessageBytesMax)
      .number(ZMQ_HANDSHAKE_IVL, 3'000)
      .number(ZMQ_HEARTBEAT_IVL, 10'000)
      .number(ZMQ_HEARTBEAT_TIMEOUT, 30'000)
      .number(ZMQ_HEARTBEAT_TTL, 30'000)
      .number(ZMQ_TCP_KEEPALIVE, 1);
}

// Each monitor needs an address of its own inside the context; the socket's own address in memory is one.
std::string monitor_address(const void* socket) {
  return "inproc://link-" + std::to_string(reinterpret_cast<std::uintptr_t>(socket));
}

constexpr int kWatchedEvents = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CLOSED |
                               ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                               ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;

void* open_monitor(ZmqContext& context, void* socket) {
  const std::string address = monitor_address(socket);
  if (zmq_socket_monitor(socket, address.c_str(), kWatchedEvents) != 0) return nullptr;
  void* const monitor = zmq_socket(context.raw(), ZMQ_PAIR);
  if (monitor == nullptr) return nullptr;
  OptionSetter(monitor).number(ZMQ_LINGER, 0);
  zmq_connect(monitor, address.c_str());
  return monitor;
}

int descriptor(void* socket) {
  int fd = -1;
  std::size_t size = sizeof fd;
  zmq_getsockopt(socket, ZMQ_FD, &fd, &size);
  return fd;
}

bool readable(void* socket) {
  int events = 0;
  std::size_t size = sizeof events;
  return zmq_getsockopt(socket, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN) != 0;
}

// What a socket can be bound to: one address, never a name, which may stand for several. Port 0, any free
// one, is for tests.
Result<Endpoint> listening_place(std::string text) {
  if (text.ends_with(":0")) text.back() = '1';
  Result<Endpoint> place = endpoint_from_text(text);
  if (place && !is_address(place->host))
    return Error{Error::Kind::Usage, "cannot listen on " + text + ": a name may stand for several addresses",
                 "write the address itself"};
  return place;
}

// Takes what is left of a message nobody will look at.
void drop_rest(void* socket) {
  int more = 1;
  while (more != 0) {
    ZmqMessage part;
    if (!part.receive(socket)) return;
    more = part.more() ? 1 : 0;
  }
}

}  // namespace

Result<ZmqSocket> ZmqSocket::connect(ZmqContext& context, const ClientOptions& client) {
  if (const auto target = endpoint_from_text(client.endpoint); !target) return target.error();
  void* const raw = zmq_socket(context.raw(), ZMQ_DEALER);
  if (raw == nullptr) return socket_error("cannot make a socket for", client.endpoint);
  ZmqSocket socket(raw, nullptr);
  OptionSetter options(raw);
  set_common(options);
  options.text(ZMQ_CURVE_SERVERKEY, client.server_key)
      .text(ZMQ_CURVE_PUBLICKEY, client.keys.public_key)
      .text(ZMQ_CURVE_SECRETKEY, client.keys.secret_key)
      .text(ZMQ_ROUTING_ID, client.routing_id)
      .number(ZMQ_IPV6, 1)       // a name may have addresses of both kinds
      .number(ZMQ_IMMEDIATE, 1)  // nothing is queued for a connection that does not stand
      .number(ZMQ_RECONNECT_IVL, 500)
      .number(ZMQ_RECONNECT_IVL_MAX, 30'000)
      .number(ZMQ_CONNECT_TIMEOUT, 5'000)
      .number(ZMQ_SNDHWM, 1'000)
      .number(ZMQ_RCVHWM, 1'000);
  if (!options.ok()) return socket_error("cannot set up the connection to", client.endpoint);
  socket.monitor_ = open_monitor(context, raw);
  if (socket.monitor_ == nullptr) return socket_error("cannot watch the connection to", client.endpoint);
  if (zmq_connect(raw, client.endpoint.c_str()) != 0)
    return socket_error("cannot connect to", client.endpoint);
  return socket;
}

Result<ZmqSocket> ZmqSocket::bind(ZmqContext& context, const ServerOptions& server) {
  const Result<Endpoint> place = listening_place(server.endpoint);
  if (!place) return place.error();
  void* const raw = zmq_socket(context.raw(), ZMQ_ROUTER);
  if (raw == nullptr) return socket_error("cannot make a socket for", server.endpoint);
  ZmqSocket socket(raw, nullptr);
  OptionSetter options(raw);
  set_common(options);
  options.number(ZMQ_IPV6, place->host.find(':') != std::string::npos ? 1 : 0)
      .number(ZMQ_CURVE_SERVER, 1)
      .text(ZMQ_CURVE_SECRETKEY, server.keys.secret_key)
      .text(ZMQ_ZAP_DOMAIN, kZapDomain)
      .number(kZapEnforceDomain, 1)
      .number(ZMQ_ROUTER_MANDATORY, 1)
      // Routing ids are unguessable and the sender is known by its key, so taking one over can only be the
      // same client coming back while its old connection looks alive.
      .number(ZMQ_ROUTER_HANDOVER, 1)
      .number(ZMQ_BACKLOG, 4'096)
      .number(ZMQ_SNDHWM, 256)
      .number(ZMQ_RCVHWM, 256);
  if (!options.ok()) return socket_error("cannot set up the socket for", server.endpoint);
  if (zmq_bind(raw, server.endpoint.c_str()) != 0) return socket_error("cannot listen on", server.endpoint);
  return socket;
}

ZmqSocket::ZmqSocket(ZmqSocket&& other) noexcept
    : socket_(std::exchange(other.socket_, nullptr)),
      monitor_(std::exchange(other.monitor_, nullptr)),
      up_(other.up_) {}

ZmqSocket& ZmqSocket::operator=(ZmqSocket&& other) noexcept {
  if (this == &other) return *this;
  close();
  socket_ = std::exchange(other.socket_, nullptr);
  monitor_ = std::exchange(other.monitor_, nullptr);
  up_ = other.up_;
  return *this;
}

ZmqSocket::~ZmqSocket() {
  close();
}

void ZmqSocket::close() {
  if (socket_ != nullptr && monitor_ != nullptr) zmq_socket_monitor(socket_, nullptr, 0);
  if (monitor_ != nullptr) zmq_close(monitor_);
  if (socket_ != nullptr) zmq_close(socket_);
  monitor_ = nullptr;
  socket_ = nullptr;
}

int ZmqSocket::fd() const {
  return descriptor(socket_);
}
bool ZmqSocket::pending() const {
  return readable(socket_) || (monitor_ != nullptr && readable(monitor_));
}
int ZmqSocket::link_fd() const {
  return descriptor(monitor_);
}

std::optional<Arrival> ZmqSocket::receive() {
  ZmqMessage sender;
  if (!sender.receive(socket_)) return std::nullopt;
  Arrival arrival;
  arrival.routing_id = sender.text();
  arrival.well_formed = false;
  if (!sender.more()) return arrival;
  ZmqMessage body;
  if (!body.receive(socket_)) return arrival;
  arrival.user_id = body.property("User-Id");
  arrival.address = plain_address(body.property("Peer-Address"));
  if (body.more()) {
    drop_rest(socket_);
    return arrival;
  }
  arrival.bytes = body.text();
  arrival.well_formed = true;
  return arrival;
}

std::optional<std::string> ZmqSocket::receive_frame() {
  while (true) {
    ZmqMessage body;
    if (!body.receive(socket_)) return std::nullopt;
    if (!body.more()) return body.text();
    drop_rest(socket_);
  }
}

ZmqSocket::Sent ZmqSocket::send_to(std::string_view routing_id, std::string_view bytes) {
  if (bytes.size() > limits::kFrameBytesMax) return Sent::TooBig;
  constexpr int kFlags = ZMQ_DONTWAIT | ZMQ_SNDMORE;
  if (zmq_send(socket_, routing_id.data(), routing_id.size(), kFlags) < 0)
    return zmq_errno() == EAGAIN ? Sent::Full : Sent::NoPeer;
  // The router has room for the whole message once it took the address.
  return zmq_send(socket_, bytes.data(), bytes.size(), ZMQ_DONTWAIT) >= 0 ? Sent::Yes : Sent::NoPeer;
}

ZmqSocket::Sent ZmqSocket::send(std::string_view bytes) {
  if (bytes.size() > limits::kFrameBytesMax) return Sent::TooBig;
  if (zmq_send(socket_, bytes.data(), bytes.size(), ZMQ_DONTWAIT) >= 0) return Sent::Yes;
  return up_ ? Sent::Full : Sent::NoPeer;
}

std::optional<LinkEvent> ZmqSocket::next_link_event() {
  ZmqMessage head;
  if (monitor_ == nullptr || !head.receive(monitor_)) return std::nullopt;
  std::uint16_t event = 0;
  if (const std::string text = head.text(); text.size() >= sizeof event)
    std::memcpy(&event, text.data(), sizeof event);
  if (head.more()) drop_rest(monitor_);
  const bool was_up = std::exchange(up_, event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
  switch (event) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      return LinkEvent{LinkEvent::Kind::Up, "connected"};
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
      return LinkEvent{LinkEvent::Kind::Refused, "the master refuses this key"};
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
      return LinkEvent{LinkEvent::Kind::Failed, "the other end does not speak our protocol"};
    case ZMQ_EVENT_DISCONNECTED:
      if (was_up) return LinkEvent{LinkEvent::Kind::Down, "the connection ended"};
      return LinkEvent{LinkEvent::Kind::Failed,
                       "the other end hung up during the handshake: is the master's key right?"};
    default:
      return LinkEvent{was_up ? LinkEvent::Kind::Down : LinkEvent::Kind::Failed,
                       "no answer from the other end"};
  }
}

std::string ZmqSocket::endpoint() const {
  std::array<char, 256> text{};
  std::size_t size = text.size();
  if (zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, text.data(), &size) != 0 || size == 0) return "";
  return std::string(text.data(), size - 1);
}

}  // namespace balm
