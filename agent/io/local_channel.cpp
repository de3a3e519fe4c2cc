#include "agent/io/local_channel.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>

#include "common/invariant.h"

namespace balm::agent {
namespace {

constexpr std::size_t kHeadBytes = 4;
constexpr std::size_t kReadBytes = 64 * 1024;

std::size_t length_at(std::string_view bytes) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < kHeadBytes; ++i)
    length |= std::size_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return length;
}

bool try_again() {
  return errno == EAGAIN || errno == EINTR;
}

}  // namespace

Result<std::pair<UniqueFd, UniqueFd>> LocalChannel::make_pair() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return Error{Error::Kind::Io, std::string("cannot make a socket pair: ") + std::strerror(errno), ""};
  return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

LocalChannel::LocalChannel(UniqueFd socket) : socket_(std::move(socket)) {
  const int flags = fcntl(socket_.get(), F_GETFL);
  fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK);
}

bool LocalChannel::send(std::string_view message) {
  BALM_ASSERT(message.size() <= kMessageBytesMax);
  if (waiting_.size() - written_ + message.size() > kWaitingBytesMax) ended_ = true;
  if (ended_) return false;
  for (std::size_t i = 0; i < kHeadBytes; ++i)
    waiting_ += static_cast<char>((message.size() >> (8 * i)) & 0xFFu);
  waiting_ += message;
  flush();
  return !ended_;
}

void LocalChannel::flush() {
  while (wants_write()) {
    const ssize_t put = ::send(socket_.get(), waiting_.data() + written_, waiting_.size() - written_,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      ended_ = !try_again();
      break;
    }
    written_ += static_cast<std::size_t>(put);
  }
  if (written_ < waiting_.size() / 2) return;  // moving what is left costs less than it saves
  waiting_.erase(0, written_);
  written_ = 0;
}

std::vector<std::string> LocalChannel::receive() {
  if (!ended_) read_all();
  return take_messages();
}

void LocalChannel::read_all() {
  std::array<char, kReadBytes> buffer;
  while (arrived_.size() <= kMessageBytesMax + kHeadBytes) {
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      ended_ = got == 0 || !try_again();
      return;
    }
    arrived_.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

std::vector<std::string> LocalChannel::take_messages() {
  std::vector<std::string> messages;
  std::size_t at = 0;
  while (arrived_.size() - at >= kHeadBytes) {
    const std::size_t length = length_at(std::string_view(arrived_).substr(at));
    if (length > kMessageBytesMax) {
      ended_ = true;
      at = arrived_.size();
      break;
    }
    if (arrived_.size() - at - kHeadBytes < length) break;
    messages.push_back(arrived_.substr(at + kHeadBytes, length));
    at += kHeadBytes + length;
  }
  arrived_.erase(0, at);
  return messages;
}

}  // namespace balm::agent
