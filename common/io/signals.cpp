#include "common/io/signals.h"

#include <csignal>

#include <sys/signalfd.h>

#include "common/invariant.h"

namespace balm {
namespace {

UniqueFd open_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  BALM_ASSERT(sigprocmask(SIG_BLOCK, &set, nullptr) == 0);
  return UniqueFd(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

}  // namespace

Signals::Signals() : file_(open_signals()) {
  BALM_ASSERT(file_);
  std::signal(SIGPIPE, SIG_IGN);
}

std::optional<Signals::Kind> Signals::receive() {
  signalfd_siginfo info{};
  if (read(file_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return std::nullopt;
  return info.ssi_signo == SIGHUP ? Kind::Reload : Kind::Stop;
}

}  // namespace balm
