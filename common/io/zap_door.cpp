#include "common/io/zap_door.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <zmq.h>

#include "common/io/key_pair.h"
#include "common/io/zmq_message.h"

namespace balm {
namespace {

constexpr const char* kAddress = "inproc://zeromq.zap.01";
constexpr std::size_t kPartsMax = 9;

// The parts of a request, RFC 27: the asking connection, an empty part, then version, request id, domain,
// address, routing id, mechanism and credentials.
enum Part {
  kRouting,
  kEmpty,
  kVersion,
  kRequestId,
  kDomain,
  kPeerAddress,
  kIdentity,
  kMechanism,
  kCredentials
};

std::optional<std::vector<std::string>> receive_parts(void* socket) {
  std::vector<std::string> parts;
  bool more = true;
  while (more) {
    ZmqMessage part;
    if (!part.receive(socket)) return std::nullopt;
    more = part.more();
    if (parts.size() <= kPartsMax) parts.push_back(part.text());
  }
  return parts;
}

void send_parts(void* socket, const std::vector<std::string_view>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const int flags = ZMQ_DONTWAIT | (i + 1 < parts.size() ? ZMQ_SNDMORE : 0);
    if (zmq_send(socket, parts[i].data(), parts[i].size(), flags) < 0)
      return;  // the asking connection is gone
  }
}

std::string_view status_code(ZapDoor::Verdict verdict) {
  switch (verdict) {
    case ZapDoor::Verdict::Admit:
      return "200";
    case ZapDoor::Verdict::Later:
      return "300";
    case ZapDoor::Verdict::Never:
      return "400";
  }
  return "400";
}

}  // namespace

Result<ZapDoor> ZapDoor::open(ZmqContext& context) {
  void* const socket = zmq_socket(context.raw(), ZMQ_ROUTER);
  if (socket == nullptr)
    return Error{Error::Kind::Io, std::string("cannot make a socket: ") + zmq_strerror(zmq_errno()), ""};
  ZapDoor door(socket);
  const int linger = 0;
  const int unlimited = 0;
  zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
  zmq_setsockopt(socket, ZMQ_RCVHWM, &unlimited, sizeof unlimited);
  zmq_setsockopt(socket, ZMQ_SNDHWM, &unlimited, sizeof unlimited);
  if (zmq_bind(socket, kAddress) != 0)
    return Error{Error::Kind::Io, std::string("cannot open the key door: ") + zmq_strerror(zmq_errno()), ""};
  return door;
}

ZapDoor::ZapDoor(ZapDoor&& other) noexcept : socket_(std::exchange(other.socket_, nullptr)) {}

ZapDoor& ZapDoor::operator=(ZapDoor&& other) noexcept {
  if (this == &other) return *this;
  close();
  socket_ = std::exchange(other.socket_, nullptr);
  return *this;
}

ZapDoor::~ZapDoor() {
  close();
}

void ZapDoor::close() {
  if (socket_ != nullptr) zmq_close(socket_);
  socket_ = nullptr;
}

int ZapDoor::fd() const {
  int fd = -1;
  std::size_t size = sizeof fd;
  zmq_getsockopt(socket_, ZMQ_FD, &fd, &size);
  return fd;
}

bool ZapDoor::pending() const {
  int events = 0;
  std::size_t size = sizeof events;
  return zmq_getsockopt(socket_, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN) != 0;
}

std::optional<ZapRequest> ZapDoor::receive() {
  while (const auto parts = receive_parts(socket_)) {
    if (parts->size() <= kRequestId) continue;
    ZapRequest request{"", "", (*parts)[kRouting], (*parts)[kRequestId]};
    if (parts->size() == kPartsMax && (*parts)[kMechanism] == "CURVE") {
      request.public_key = to_z85((*parts)[kCredentials]);
      request.address = plain_address((*parts)[kPeerAddress]);
    }
    if (!request.public_key.empty()) return request;
    answer(request, Verdict::Never);
  }
  return std::nullopt;
}

void ZapDoor::answer(const ZapRequest& request, Verdict verdict) {
  const std::string_view user_id = verdict == Verdict::Admit ? std::string_view(request.public_key) : "";
  send_parts(socket_,
             {request.routing_id, "", "1.0", request.request_id, status_code(verdict), "", user_id, ""});
}

}  // namespace balm
