#include "agent/io/child_reaper.h"

#include <csignal>

#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/process_grip.h"
#include "agent/io/process_list.h"
#include "agent/io/process_tree.h"
#include "common/invariant.h"

namespace balm::agent {
namespace {

UniqueFd open_child_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  BALM_ASSERT(sigprocmask(SIG_BLOCK, &set, nullptr) == 0);
  return UniqueFd(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

}  // namespace

ChildReaper::ChildReaper() : signals_(open_child_signals()) {
  BALM_ASSERT(signals_);
}

// The kernel shows the first dead child only. When that is somebody else's, those behind it have to wait for
// it to go.
bool ChildReaper::reap(const std::set<pid_t>& others) {
  signalfd_siginfo ignored{};
  while (read(signals_.get(), &ignored, sizeof ignored) > 0) {
  }
  while (true) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return false;
    if (others.contains(info.si_pid)) return true;
    waitpid(info.si_pid, nullptr, WNOHANG);
  }
}

std::map<std::string, int> kill_check_leftovers(const std::set<pid_t>& others) {
  std::map<std::string, int> ended;
  for (const pid_t pid : own_children()) {
    const auto facts = read_process(pid);
    if (others.contains(pid) || !facts || facts->state == 'Z') continue;
    const auto check = started_with(pid, kCheckMark);
    if (!check) continue;
    signal_process(*facts, SIGKILL);
    ++ended[*check];
  }
  return ended;
}

}  // namespace balm::agent
