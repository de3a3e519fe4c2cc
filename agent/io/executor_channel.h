// A socket pair that carries whole messages between the agent's processes: SOCK_SEQPACKET, each packet one
// byte that says whether more of the message follows, then at most kPacketBytes of it. Split, because the
// kernel bounds a packet by the socket's buffer, which a process without rights cannot raise to the size of a
// task.
//
// Never blocks. Not thread safe. The other end is our own program, yet its sizes are checked.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::agent {

class ExecutorChannel {
 public:
  static constexpr std::size_t kPacketBytes = 64 * 1024;
  static constexpr std::size_t kMessageBytesMax = 4 * 1024 * 1024;  // a task of one frame, escaped anew
  static constexpr std::size_t kQueueBytesMax = 16 * 1024 * 1024;

  // Both ends close on exec; Errors: Io.
  static Result<std::pair<UniqueFd, UniqueFd>> pair();

  explicit ExecutorChannel(UniqueFd socket);

  int fd() const { return socket_.get(); }
  // There is more to send than the socket takes: call flush() when it can be written.
  bool wants_write() const { return !queue_.empty(); }

  // Sends or queues. Errors: Unreachable (the other end is gone), Refused (the queue is full).
  Result<void> send(std::string_view message);
  // Errors: Unreachable.
  Result<void> flush();

  // The next whole message; nothing when none has arrived. Errors: Unreachable (the other end is gone and
  // everything it sent was received), BadData (not our protocol).
  Result<std::optional<std::string>> receive();

  // For a process that has nothing else to do: waits until there is something to receive or the other end is
  // gone.
  Result<std::string> receive_waiting();
  Result<void> send_waiting(std::string_view message);

 private:
  Result<bool> receive_packet();

  UniqueFd socket_;
  std::deque<std::string> queue_;  // packets
  std::size_t queued_bytes_ = 0;
  std::string partial_;
  bool complete_ = false;
};

}  // namespace balm::agent
