// Programs of the host, started without a shell and never out of hand.
//
// A child gets an own session and process group (so it has no terminal and can be ended with all it started),
// exactly the environment it is given, /dev/null or given bytes as standard input, no descriptor above 2, all
// signals at their defaults. What it prints is drained and kept to a bound. It is started with vfork: costs
// the same however much memory the caller uses. What keeps it from running (no such file, not executable, no
// such folder ...) is an Error of start().
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "common/io/account.h"
#include "common/io/unique_fd.h"
#include "common/limits.h"
#include "common/output_capture.h"
#include "common/result.h"

namespace balm {

using Environment = std::map<std::string, std::string>;

// PATH of the system folders, LANG=C.UTF-8 and nothing else.
Environment scrubbed_environment();

struct ResourceLimit {
  int resource = 0;  // RLIMIT_AS, RLIMIT_NPROC ...; soft and hard are set alike
  rlim_t value = 0;
};

struct ProgramSpec {
  enum class Streams { Apart, Merged };           // Merged: standard error joins standard output, in order
  enum class AfterExit { EndGroup, LeaveGroup };  // LeaveGroup: for programs that start a daemon and return

  std::vector<std::string> argv;  // argv[0]: a path, or a name that is looked up in PATH of `environment`
  Environment environment = scrubbed_environment();
  std::string directory = "/";  // entered as the user the program runs as
  std::string input;            // standard input; empty: /dev/null
  Streams streams = Streams::Apart;
  AfterExit after_exit = AfterExit::EndGroup;
  std::optional<Account> account;  // needs root; unset: the caller's
  std::vector<ResourceLimit> limits;
  mode_t umask = 022;
  int niceness = 0;                // added to the caller's
  bool first_to_go = false;        // when memory runs out, the kernel ends it before anything else
  bool no_new_privileges = false;  // true keeps setuid programs and sudo from working
  std::size_t head_bytes = limits::kOutputHeadBytes;  // kept of each stream
  std::size_t tail_bytes = limits::kOutputTailBytes;
};

struct ExitStatus {
  int code = -1;   // -1: ended by a signal
  int signal = 0;  // 0: ended by itself
};

// One running child. Event-driven: poll pidfd() and the fds of the streams that have not ended, all for
// reading. With epoll take a descriptor out of the set before try_reap() or the destructor closes it: until
// the child has executed, a copy of it may live on there and keep the registration alive.
class ChildProcess {
 public:
  enum class Stream { Output, Error };

  static Result<ChildProcess> start(const ProgramSpec& spec);

  ChildProcess(ChildProcess&&) noexcept = default;
  ChildProcess& operator=(ChildProcess&&) = delete;
  // Kills what still runs and waits for it, a second at most.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  int pidfd() const { return pidfd_.get(); }  // readable once the child has ended
  int fd(Stream stream) const { return at(stream).pipe.get(); }
  bool has_ended(Stream stream) const { return at(stream).ended; }
  bool streams_ended() const { return has_ended(Stream::Output) && has_ended(Stream::Error); }

  // Takes what is there, never waits. False once the stream has ended.
  bool on_readable(Stream stream);

  // To the whole process group. Harmless when nothing is left of it.
  void terminate_group() const;
  void kill_group() const;

  // Whether the child has ended; it is not reaped, so its number cannot be given to a stranger yet.
  bool has_exited() const;

  // Once it has ended: kills what is left of its group (unless LeaveGroup), closes the streams, reaps.
  // Nothing while it runs. The first answer is the only one.
  std::optional<ExitStatus> try_reap();

  const OutputCapture& captured(Stream stream) const { return at(stream).capture; }

 private:
  struct Channel {
    UniqueFd pipe;
    OutputCapture capture;
    bool ended = false;
  };

  ChildProcess(pid_t pid, const ProgramSpec& spec);
  Channel& at(Stream stream) { return channels_[static_cast<std::size_t>(stream)]; }
  const Channel& at(Stream stream) const { return channels_[static_cast<std::size_t>(stream)]; }

  pid_t pid_;
  UniqueFd pidfd_;  // empty once reaped
  std::array<Channel, 2> channels_;
  ProgramSpec::AfterExit after_exit_;
};

}  // namespace balm
