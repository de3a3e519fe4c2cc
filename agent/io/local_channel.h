// One end of the socket pair between the agent and its executor: whole messages in both directions, each with
// its length (4 bytes, little-endian) in front, because a task with its files is larger than a packet may be.
// Never blocks: what does not fit into the socket waits here, up to a bound. A message too large, or one that
// is cut off, ends the channel.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/io/unique_fd.h"
#include "common/limits.h"
#include "common/result.h"

namespace balm::agent {

class LocalChannel {
 public:
  static constexpr std::size_t kMessageBytesMax = limits::kFrameBytesMax + 64 * 1024;
  static constexpr std::size_t kWaitingBytesMax = 16 * kMessageBytesMax;

  // Two connected sockets, closed on exec. Errors: Io.
  static Result<std::pair<UniqueFd, UniqueFd>> make_pair();

  explicit LocalChannel(UniqueFd socket);

  int fd() const { return socket_.get(); }

  // Takes a message and writes what the socket takes now. False when the other end does not read: the channel
  // has ended. REQUIRES: message.size() <= kMessageBytesMax
  bool send(std::string_view message);

  // Writes on; call it when fd() can be written and wants_write().
  void flush();
  bool wants_write() const { return !ended_ && written_ < waiting_.size(); }

  // The whole messages that have arrived; empty does not mean the end.
  std::vector<std::string> receive();

  // The other end is gone, or talks nonsense.
  bool ended() const { return ended_; }

 private:
  void read_all();
  std::vector<std::string> take_messages();

  UniqueFd socket_;
  std::string arrived_;
  std::string waiting_;
  std::size_t written_ = 0;  // of waiting_
  bool ended_ = false;
};

}  // namespace balm::agent
