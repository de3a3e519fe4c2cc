#include "agent/io/process_grip.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <string>
#include <utility>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/io/system_clock.h"

namespace balm::agent {
namespace {

constexpr auto kKillWait = std::chrono::seconds(2);  // what the kernel needs at most to end a killed process

}  // namespace

// By system call: glibc 2.36 declares the function in a way C++ cannot link.
UniqueFd process_handle(pid_t pid) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

ProcessGrip ProcessGrip::take(const ProcessEntry& entry) {
  ProcessGrip grip;
  UniqueFd handle = process_handle(entry.pid);
  const auto now = find_process(entry.pid);  // after the handle: what is read now is what the handle holds
  if (!handle || !now || !(*now == entry)) return grip;
  grip.entry_ = entry;
  grip.handle_ = std::move(handle);
  return grip;
}

bool ProcessGrip::send(int signal) const {
  return ::syscall(SYS_pidfd_send_signal, handle_.get(), signal, nullptr, 0) == 0 || errno == ESRCH;
}

// A zombie whose parent does not reap it has ended as well: its handle is readable.
bool ProcessGrip::ended() const {
  pollfd wait{handle_.get(), POLLIN, 0};
  return ::poll(&wait, 1, 0) > 0;
}

void signal_process(const ProcessEntry& entry, int signal) {
  if (const ProcessGrip grip = ProcessGrip::take(entry)) (void)grip.send(signal);
}

std::size_t wait_for_end(const std::vector<ProcessGrip>& grips, Duration longest) {
  const Instant until = system_now().instant + longest;
  std::size_t left = 0;
  for (const ProcessGrip& grip : grips) {
    while (!grip.ended()) {
      const Duration rest = until - system_now().instant;
      if (rest <= Duration{}) break;
      constexpr Duration kLook = std::chrono::milliseconds(50);  // several ends may come in any order
      timespec pause{0, static_cast<long>(std::min(rest, kLook).count())};
      ::ppoll(nullptr, 0, &pause, nullptr);
    }
    left += grip.ended() ? 0 : 1;
  }
  return left;
}

std::vector<pid_t> end_processes(const std::vector<ProcessGrip>& grips, int signal, Duration grace) {
  for (const ProcessGrip& grip : grips) {
    (void)grip.send(signal);
    (void)grip.send(SIGCONT);  // a stopped process would hear the signal only when it goes on
  }
  if (wait_for_end(grips, grace) > 0) {
    for (const ProcessGrip& grip : grips)
      if (!grip.ended()) (void)grip.send(SIGKILL);
    wait_for_end(grips, kKillWait);
  }
  std::vector<pid_t> left;
  for (const ProcessGrip& grip : grips)
    if (!grip.ended()) left.push_back(grip.entry().pid);
  return left;
}

int signal_number(std::string_view name) {
  if (name.starts_with("SIG")) name.remove_prefix(3);
  for (int number = 1; number < NSIG; ++number) {
    const char* known = ::sigabbrev_np(number);
    if ((known && name == known) || name == std::to_string(number)) return number;
  }
  return 0;
}

}  // namespace balm::agent
