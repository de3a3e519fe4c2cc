#include "cli/demo/daemon.h"

#include <csignal>
#include <filesystem>

#include <poll.h>
#include <unistd.h>

#include "common/io/system_clock.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

constexpr Duration kStopWithin = 10s;
constexpr int kCrashWaitMs = 5'000;

Result<std::string> program_path(const std::string& name) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& place :
       {self.parent_path() / name, fs::path("/usr/sbin") / name, fs::path("/usr/bin") / name})
    if (::access(place.c_str(), X_OK) == 0) return place.string();
  return Error{Error::Kind::NotFound, "cannot find " + name + " beside " + self.string(), "./dev build"};
}

}  // namespace

Result<Daemon> Daemon::start(const std::string& program, const std::string& configuration,
                             const std::string& log) {
  const auto path = program_path(program);
  if (!path) return path.error();
  ProgramSpec spec;
  // The log goes to a file by itself: nobody has to drain it.
  spec.argv = {"/bin/sh",  "-c",         "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log, *path,
               "--config", configuration};
  spec.after_exit = ProgramSpec::AfterExit::LeaveGroup;
  auto child = ChildProcess::start(spec);
  if (!child) return child.error();
  return Daemon(std::move(child).value());
}

Daemon::~Daemon() {
  stop();
}

void Daemon::crash() {
  if (program_.pidfd() < 0) return;  // ended before
  (void)::kill(program_.pid(), SIGKILL);
  pollfd ended{program_.pidfd(), POLLIN, 0};
  ::poll(&ended, 1, kCrashWaitMs);
  program_.try_reap();
}

void Daemon::stop() {
  // The program itself, not its group: an agent ends what it started in its own order.
  if (program_.has_exited()) return;
  (void)::kill(program_.pid(), SIGTERM);
  const Instant until = system_now().instant + kStopWithin;
  while (!program_.has_exited() && system_now().instant < until) ::usleep(10'000);
  program_.kill_group();
}

}  // namespace balm::cli
