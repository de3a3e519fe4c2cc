#include "agent/io/agent_keeper.h"

#include <cerrno>
#include <csignal>
#include <utility>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/local_wire.h"
#include "common/io/system_clock.h"
#include "common/limits.h"

namespace balm::agent {
namespace {

constexpr Backoff kPatience{.first = 500ms, .longest = 30s};
// Lived longer than this: the next death is a new story.
constexpr auto kLivedWell = 60s;

std::string end_text(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return "exited with " + std::to_string(info.si_status);
  return "was killed by signal " + std::to_string(info.si_status);
}

}  // namespace

AgentKeeper::AgentKeeper(EventLoop& loop, AgentStarter start, Random random, Doors doors)
    : loop_(loop), start_(std::move(start)), random_(random), doors_(std::move(doors)) {}

AgentKeeper::~AgentKeeper() {
  if (!process_) return;
  signal(SIGKILL);
  let_go();
  waitpid(process_->pid, nullptr, 0);
}

Result<void> AgentKeeper::start() {
  auto process = start_();
  if (!process) return process.error();
  take(std::move(*process));
  return {};
}

void AgentKeeper::take(AgentProcess process) {
  process_ = std::move(process);
  channel_.emplace(std::move(process_->channel));
  channel_watch_ = loop_.watch(channel_->fd(), [this] { hear(); });
  process_watch_ = loop_.watch(process_->pidfd.get(), [this] { on_end(); });
  started_ = system_now().instant;
  wake_at_.reset();
  doors_.up();
}

void AgentKeeper::send(const FromExecutor& message) {
  if (!channel_) return;
  if (auto sent = channel_->send(encode(message)); !sent && sent.error().kind == Error::Kind::Refused) {
    doors_.trouble("the agent process does not read what it is told; starting it anew");
    return signal(SIGKILL);
  }
  if (channel_->wants_write()) loop_.set_interest(channel_watch_, EventLoop::Interest::ReadWrite);
}

void AgentKeeper::hear() {
  if (auto flushed = channel_->flush(); flushed && !channel_->wants_write())
    loop_.set_interest(channel_watch_, EventLoop::Interest::Read);
  while (channel_) {
    const auto bytes = channel_->receive();
    if (!bytes) return lose_channel(bytes.error());
    if (!*bytes) return;
    const Result<ToExecutor> message = decode_to_executor(**bytes);
    if (!message) {
      doors_.trouble("the agent process said what cannot be understood: " + message.error().message);
      continue;
    }
    doors_.receive(*message);
  }
}

// At its end the process tells the rest. An agent that talks nonsense is of no use.
void AgentKeeper::lose_channel(const Error& error) {
  loop_.unwatch(channel_watch_);
  channel_.reset();
  if (error.kind == Error::Kind::Unreachable) return;
  doors_.trouble(error.message);
  signal(SIGKILL);
}

void AgentKeeper::signal(int number) {
  if (process_) syscall(SYS_pidfd_send_signal, process_->pidfd.get(), number, nullptr, 0);
}

void AgentKeeper::on_end() {
  siginfo_t info{};
  const bool over =
      waitid(P_PID, static_cast<id_t>(process_->pid), &info, WEXITED | WNOHANG) != 0 || info.si_pid != 0;
  if (!over) return;
  let_go();
  process_.reset();
  wake_at_.reset();
  doors_.down();
  if (stopping_) return;
  doors_.trouble("the agent process " + end_text(info));
  start_again_later(system_now().instant);
}

void AgentKeeper::let_go() {
  loop_.unwatch(channel_watch_);
  loop_.unwatch(process_watch_);
  channel_.reset();
}

void AgentKeeper::start_again_later(Instant now) {
  deaths_ = now - started_ > kLivedWell ? 0 : deaths_ + 1;
  wake_at_ = now + kPatience.wait(deaths_, random_);
}

void AgentKeeper::stop() {
  stopping_ = true;
  wake_at_.reset();
  if (!process_) return;
  signal(SIGTERM);
  wake_at_ = system_now().instant + limits::kKillGrace;
}

void AgentKeeper::tick() {
  const Instant now = system_now().instant;
  if (!wake_at_ || now < *wake_at_) return;
  wake_at_.reset();
  if (stopping_) return signal(SIGKILL);
  auto process = start_();
  if (process) return take(std::move(*process));
  doors_.trouble("cannot start the agent process: " + process.error().message);
  started_ = now;
  start_again_later(now);
}

}  // namespace balm::agent
