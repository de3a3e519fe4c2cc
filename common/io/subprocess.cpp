#include "common/io/subprocess.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "common/invariant.h"
#include "common/io/spawn.h"
#include "common/io/system_error.h"

namespace balm {
namespace {

// Taken at one go from a stream, so that one loud child cannot starve the others.
constexpr std::size_t kBytesPerTurn = 256 * 1024;
constexpr int kReapWaitMs = 1000;

// The same descriptor above 2, so that the child's 0, 1 and 2 can be set one by one.
UniqueFd above_standard(UniqueFd fd) {
  if (!fd || fd.get() > 2) return fd;
  return UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
}

struct Pipe {
  UniqueFd ours;
  UniqueFd theirs;
};

Result<Pipe> open_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno);
  Pipe pipe{above_standard(UniqueFd(ends[0])), above_standard(UniqueFd(ends[1]))};
  // Only our end: the child must find an ordinary, blocking output.
  if (!pipe.ours || !pipe.theirs || ::fcntl(pipe.ours.get(), F_SETFL, O_NONBLOCK) != 0)
    return system_error("cannot make a pipe", errno);
  return pipe;
}

// Given bytes stand in memory like a file: nothing has to be fed to the child, and nothing can get stuck.
Result<UniqueFd> open_input(const std::string& bytes) {
  if (bytes.empty()) {
    UniqueFd fd = above_standard(UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
    if (!fd) return system_error("cannot open /dev/null", errno);
    return fd;
  }
  UniqueFd fd = above_standard(UniqueFd(::memfd_create("input", MFD_CLOEXEC)));
  for (std::size_t done = 0; fd && done < bytes.size();) {
    const ssize_t put = ::write(fd.get(), bytes.data() + done, bytes.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_error("cannot hold the input of a program", errno);
    done += static_cast<std::size_t>(put);
  }
  if (!fd || ::lseek(fd.get(), 0, SEEK_SET) != 0)
    return system_error("cannot hold the input of a program", errno);
  return fd;
}

}  // namespace

Environment scrubbed_environment() {
  return {{"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}, {"LANG", "C.UTF-8"}};
}

ChildProcess::ChildProcess(pid_t pid, const ProgramSpec& spec)
    : pid_(pid),
      channels_{Channel{{}, OutputCapture(spec.head_bytes, spec.tail_bytes), false},
                Channel{{}, OutputCapture(spec.head_bytes, spec.tail_bytes), false}},
      after_exit_(spec.after_exit) {}

Result<ChildProcess> ChildProcess::start(const ProgramSpec& spec) {
  const bool merged = spec.streams == ProgramSpec::Streams::Merged;
  auto input = open_input(spec.input);
  if (!input) return input.error();
  auto output = open_pipe();
  if (!output) return output.error();
  Result<Pipe> error = merged ? Result<Pipe>(Pipe{}) : open_pipe();
  if (!error) return error.error();
  const int error_fd = merged ? output->theirs.get() : error->theirs.get();
  const auto pid = spawn(spec, {input->get(), output->theirs.get(), error_fd});
  if (!pid) return pid.error();
  ChildProcess child(*pid, spec);
  // Cannot hit a stranger: the child is ours and not reaped, so its number is still its own.
  child.pidfd_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0)));
  if (!child.pidfd_) {
    const int reason = errno;
    ::kill(-*pid, SIGKILL);
    while (::waitpid(*pid, nullptr, 0) < 0 && errno == EINTR) continue;
    return system_error("cannot watch " + spec.argv[0], reason);
  }
  child.at(Stream::Output).pipe = std::move(output->ours);
  child.at(Stream::Error).pipe = std::move(error->ours);
  child.at(Stream::Error).ended = merged;
  return child;
}

ChildProcess::~ChildProcess() {
  if (!pidfd_) return;
  after_exit_ = ProgramSpec::AfterExit::EndGroup;
  kill_group();
  pollfd ended{pidfd_.get(), POLLIN, 0};
  ::poll(&ended, 1, kReapWaitMs);  // one that hangs in the kernel is left behind; there is no more to be done
  try_reap();
}

bool ChildProcess::on_readable(Stream stream) {
  Channel& channel = at(stream);
  char buffer[64 * 1024];
  for (std::size_t taken = 0; !channel.ended && taken < kBytesPerTurn;) {
    const ssize_t got = ::read(channel.pipe.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return true;
    if (got <= 0) {
      channel.ended = true;
      return false;
    }
    channel.capture.add({buffer, static_cast<std::size_t>(got)});
    taken += static_cast<std::size_t>(got);
  }
  return !channel.ended;
}

void ChildProcess::terminate_group() const {
  if (pidfd_) ::kill(-pid_, SIGTERM);
}

// Only while the child is not reaped: until then its group's number cannot be given to a stranger.
void ChildProcess::kill_group() const {
  if (pidfd_) ::kill(-pid_, SIGKILL);
}

bool ChildProcess::has_exited() const {
  if (!pidfd_) return true;
  siginfo_t info{};
  return ::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

std::optional<ExitStatus> ChildProcess::try_reap() {
  if (!pidfd_ || !has_exited()) return std::nullopt;
  if (after_exit_ == ProgramSpec::AfterExit::EndGroup) kill_group();
  siginfo_t info{};
  BALM_ASSERT(::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED) == 0);
  pidfd_.reset();
  for (Channel& channel : channels_) {
    channel.pipe.reset();
    channel.ended = true;
  }
  if (info.si_code == CLD_EXITED) return ExitStatus{info.si_status, 0};
  return ExitStatus{-1, info.si_status};
}

}  // namespace balm
