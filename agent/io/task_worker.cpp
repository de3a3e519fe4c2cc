#include "agent/io/task_worker.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/process_list.h"
#include "agent/io/process_tree.h"
#include "common/io/system_clock.h"

namespace balm::agent {
namespace {

constexpr int kLastStandardFd = 2;
constexpr int kReapWaitMs = 1000;

void silence_standard_fds() {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= kLastStandardFd; ++fd) dup2(null, fd);
}

// Everything but the three standard descriptors and the socket, also what others forgot to mark. Returns the
// socket's new number, right above the standard ones.
int keep_only(int socket) {
  const int kept = kLastStandardFd + 1;
  if (socket != kept) dup3(socket, kept, O_CLOEXEC);
  close_range(static_cast<unsigned>(kept + 1), ~0u, 0);
  return kept;
}

void reset_signals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void run_one_task(ExecutorChannel& channel, const RunTask& run) {
  const Result<std::string> bytes = channel.receive_waiting();
  if (!bytes) return;  // never needed
  WorkerVoice voice(channel);
  const auto message = executor::decode_to_worker(*bytes);
  const auto* order = message ? std::get_if<executor::ReadTask>(&*message) : nullptr;
  if (order == nullptr) return voice.tell(executor::TellUnreadable{"the task could not be read"});
  setenv(kAttemptMark, to_text(order->task.attempt).c_str(), 1);
  run(order->task, voice);
}

// Ends without the destructors and exit functions of the executor, whose copy this process is.
[[noreturn]] void live(int socket, const RunTask& run) {
  setsid();
  umask(022);  // of what states write; the executor's own is stricter
  reset_signals();
  silence_standard_fds();
  ExecutorChannel channel{UniqueFd(keep_only(socket))};
  try {
    run_one_task(channel, run);
  } catch (...) {  // out of memory in a state: the executor sees an end without a result
    _exit(1);
  }
  _exit(0);
}

std::string end_text(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return "exited with " + std::to_string(info.si_status);
  return "killed by signal " + std::to_string(info.si_status);
}

}  // namespace

bool WorkerVoice::ask(const std::string& step) {
  if (!channel_.send_waiting(executor::encode(executor::FromWorker(executor::AskStep{step})))) return false;
  const Result<std::string> bytes = channel_.receive_waiting();
  if (!bytes) return false;
  const auto message = executor::decode_to_worker(*bytes);
  if (!message || !std::holds_alternative<executor::Go>(*message)) return false;
  if (first_action_us_ == 0) {
    const auto wall = system_now().wall.since_epoch;
    first_action_us_ = std::chrono::floor<std::chrono::microseconds>(wall).count();
  }
  return true;
}

bool WorkerVoice::orphaned() const {
  pollfd look{channel_.fd(), 0, 0};
  return poll(&look, 1, 0) > 0 && (look.revents & (POLLHUP | POLLERR)) != 0;
}

// Nobody is left to be told when it fails.
void WorkerVoice::tell(const executor::FromWorker& message) {
  (void)channel_.send_waiting(executor::encode(message));
}

Result<TaskWorker> TaskWorker::start(const RunTask& run) {
  auto ends = ExecutorChannel::pair();
  if (!ends) return ends.error();
  const pid_t pid = fork();
  if (pid == 0) live(ends->second.get(), run);
  if (pid < 0) return Error{Error::Kind::Io, std::string("cannot fork: ") + std::strerror(errno), {}};
  UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  const auto facts = read_process(pid);
  if (process && facts)
    return TaskWorker({pid, facts->start_ticks}, std::move(process), std::move(ends->first));
  ::kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  return Error{Error::Kind::Io, "cannot watch the worker process", {}};
}

TaskWorker::TaskWorker(TaskWorker&&) noexcept = default;

TaskWorker::~TaskWorker() {
  if (!process_ || end_) return;
  kill();
  pollfd wait{process_.get(), POLLIN, 0};
  poll(&wait, 1, kReapWaitMs);  // one that hangs in the kernel is left behind
  (void)ended();
}

void TaskWorker::kill() {
  if (!end_) syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
}

std::optional<std::string> TaskWorker::ended() {
  if (end_) return end_;
  siginfo_t info{};
  const int failed = waitid(P_PIDFD, static_cast<id_t>(process_.get()), &info, WEXITED | WNOHANG);
  if (failed == 0 && info.si_pid != 0) end_ = end_text(info);
  return end_;
}

}  // namespace balm::agent
