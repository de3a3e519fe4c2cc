#include "agent/io/executor_channel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace balm::agent {
namespace {

constexpr char kMore = '+';
constexpr char kLast = '.';
constexpr int kSocketBufferBytes = 1024 * 1024;

Error gone() {
  return {Error::Kind::Unreachable, "the process at the other end is gone", {}};
}

bool peer_lost(int error) {
  return error == EPIPE || error == ECONNRESET || error == ENOTCONN;
}

void wait_for(int fd, short events) {
  pollfd wait{fd, events, 0};
  while (poll(&wait, 1, -1) < 0 && errno == EINTR) {
  }
}

}  // namespace

Result<std::pair<UniqueFd, UniqueFd>> ExecutorChannel::pair() {
  std::array<int, 2> ends{-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return Error{Error::Kind::Io, std::string("cannot make a socket pair: ") + std::strerror(errno), {}};
  for (const int end : ends)  // as far as the kernel lets us; packets fit in any case
    setsockopt(end, SOL_SOCKET, SO_SNDBUF, &kSocketBufferBytes, sizeof kSocketBufferBytes);
  return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

ExecutorChannel::ExecutorChannel(UniqueFd socket) : socket_(std::move(socket)) {
  const int flags = fcntl(socket_.get(), F_GETFL);
  fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK);
}

Result<void> ExecutorChannel::send(std::string_view message) {
  if (message.size() > kMessageBytesMax || queued_bytes_ + message.size() > kQueueBytesMax)
    return Error{Error::Kind::Refused, "too much waits to be sent to the other process", {}};
  do {
    const std::string_view part = message.substr(0, kPacketBytes);
    message.remove_prefix(part.size());
    std::string packet(1, message.empty() ? kLast : kMore);
    packet += part;
    queued_bytes_ += packet.size();
    queue_.push_back(std::move(packet));
  } while (!message.empty());
  return flush();
}

Result<void> ExecutorChannel::flush() {
  while (!queue_.empty()) {
    const std::string& packet = queue_.front();
    if (::send(socket_.get(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
      if (errno == EINTR) continue;
      if (peer_lost(errno)) return gone();
      return {};  // full: later
    }
    queued_bytes_ -= packet.size();
    queue_.pop_front();
  }
  return {};
}

// True when a packet was taken.
Result<bool> ExecutorChannel::receive_packet() {
  std::array<char, kPacketBytes + 1> buffer;
  const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (got <= 0) return gone();
  const auto size = static_cast<std::size_t>(got);
  const bool ours = size <= buffer.size() && (buffer[0] == kMore || buffer[0] == kLast);
  if (!ours || partial_.size() + size > kMessageBytesMax + 1)
    return Error{Error::Kind::BadData, "a packet that is not of our protocol", {}};
  partial_.append(buffer.data() + 1, size - 1);
  complete_ = buffer[0] == kLast;
  return true;
}

Result<std::optional<std::string>> ExecutorChannel::receive() {
  while (!complete_) {
    const Result<bool> taken = receive_packet();
    if (!taken) return taken.error();
    if (!*taken) return std::optional<std::string>();
  }
  complete_ = false;
  return std::optional(std::exchange(partial_, {}));
}

Result<std::string> ExecutorChannel::receive_waiting() {
  while (true) {
    Result<std::optional<std::string>> message = receive();
    if (!message) return message.error();
    if (*message) return std::move(**message);
    wait_for(socket_.get(), POLLIN);
  }
}

Result<void> ExecutorChannel::send_waiting(std::string_view message) {
  if (auto sent = send(message); !sent) return sent;
  while (wants_write()) {
    wait_for(socket_.get(), POLLOUT);
    if (auto sent = flush(); !sent) return sent;
  }
  return {};
}

}  // namespace balm::agent
