// Keeps the agent process alive: starts it, starts it again when it dies (soon at first, then less and less
// often), carries messages both ways, ends it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "agent/io/agent_process.h"
#include "agent/io/executor_channel.h"
#include "agent/local_message.h"
#include "common/backoff.h"
#include "common/io/event_loop.h"
#include "common/random.h"
#include "common/result.h"

namespace balm::agent {

class AgentKeeper {
 public:
  struct Doors {
    std::function<void()> up;  // a new process is there and knows nothing
    std::function<void()> down;
    std::function<void(const ToExecutor&)> receive;
    std::function<void(const std::string& line)> trouble;  // for the log
  };

  // `loop` must outlive the keeper.
  AgentKeeper(EventLoop& loop, AgentStarter start, Random random, Doors doors);
  AgentKeeper(const AgentKeeper&) = delete;
  ~AgentKeeper();  // kills it

  // The first start; its errors are reasons not to go on.
  Result<void> start();

  // To nobody while there is no agent: it hears everything it needs when it is up.
  void send(const FromExecutor& message);
  void signal(int number);

  // TERM, and KILL after limits::kKillGrace; it is not started again.
  void stop();
  bool running() const { return process_.has_value(); }

  std::optional<Instant> wake_at() const { return wake_at_; }
  void tick();

  pid_t pid() const { return process_ ? process_->pid : 0; }

 private:
  void take(AgentProcess process);
  void hear();
  void lose_channel(const Error& error);
  void on_end();
  void let_go();
  void start_again_later(Instant now);

  EventLoop& loop_;
  AgentStarter start_;
  Random random_;
  Doors doors_;
  std::optional<AgentProcess> process_;
  std::optional<ExecutorChannel> channel_;
  EventLoop::Token channel_watch_ = 0;
  EventLoop::Token process_watch_ = 0;
  Instant started_;
  std::optional<Instant> wake_at_;  // when to start it again, or to kill it
  unsigned deaths_ = 0;             // in quick succession
  bool stopping_ = false;
};

}  // namespace balm::agent
