// The executor as inputs and messages.
#pragma once

#include <functional>

#include "agent/input.h"
#include "agent/io/executor_channel.h"
#include "common/io/event_loop.h"
#include "common/io/log.h"

namespace balm::agent {

class ExecutorLink {
 public:
  using Deliver = std::function<void(Input)>;

  // Loop and log outlive the link.
  ExecutorLink(UniqueFd socket, EventLoop& loop, Log& log);
  ~ExecutorLink();

  void on_input(Deliver deliver) { deliver_ = std::move(deliver); }
  void send(const ToExecutor& message);

  // The executor is gone or talks nonsense: the agent has to end, and is started anew with another one.
  bool ended() const { return ended_; }

 private:
  void work();
  void drain();
  void end(const Error& error);

  ExecutorChannel channel_;
  EventLoop& loop_;
  Log& log_;
  Deliver deliver_;
  EventLoop::Token watch_ = 0;
  bool ended_ = false;
};

}  // namespace balm::agent
