// One program from start to end under a deadline: TERM to its group when time is up, KILL limits::kKillGrace
// later, and never a wait for somebody who merely holds its output open. Event-driven for daemons
// (ProgramRun), and as one blocking call (run) for whoever has nothing else to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <poll.h>

#include "common/instant.h"
#include "common/io/subprocess.h"
#include "common/nagios/exit_status.h"
#include "common/result.h"

namespace balm {

inline constexpr std::uint64_t kOutputFloodBytes =
    64ull * 1024 * 1024;                 // printed more than that: it is ended
inline constexpr auto kDrainGrace = 1s;  // after the exit, for output that others still hold open

// How a program ended. Times are of the boot clock, so that a suspended machine does not stretch them.
struct Finished {
  int exit_code = -1;  // -1: ended by a signal, or stuck
  int signal = 0;
  bool timed_out = false;    // the deadline passed; it may have ended in order after TERM all the same
  bool cancelled = false;    // ended by cancel()
  bool flooded = false;      // ended because it printed more than kOutputFloodBytes
  bool left_behind = false;  // something it started lives on with its output in hand
  bool stuck = false;        // does not even end by KILL (hangs in the kernel); given up, not reaped
  std::string output;        // head and tail, see OutputCapture
  std::string error;         // empty when merged
  std::uint64_t dropped_bytes = 0;
  Duration duration{};
  Duration timeout{};  // the one it ran under

  bool succeeded() const { return exit_code == 0 && !timed_out && !cancelled && !flooded; }
  nagios::ProgramEnd end() const;  // Void: ended by us before its time, so it says nothing
  std::string describe() const;    // "exit code 3", "ended by signal KILL", "timed out after 10s" ...
};

class ProgramRun {
 public:
  // REQUIRES: timeout > 0
  static Result<ProgramRun> start(const ProgramSpec& spec, Duration timeout, Instant now);

  // What to wait for, for reading. Changes with advance(): a descriptor that is no longer in here is about to
  // be closed. Not more than three.
  std::vector<int> descriptors() const;
  // The one of them that tells its end. What it prints meanwhile stays in its pipes, as far as they reach.
  int end_descriptor() const { return child_.pidfd(); }
  // Call advance() then even if no descriptor is ready.
  Instant wake_at() const { return wake_at_; }

  // Does whatever is due: drains, ends, reaps. Call it whenever a descriptor is ready or wake_at() has come;
  // more often does no harm. The result comes once; then the run is over.
  std::optional<Finished> advance(Instant now);

  // Ends it as if the deadline had come.
  void cancel(Instant now);

  pid_t pid() const { return child_.pid(); }

 private:
  enum class Phase { Running, Terminating, Killing, Draining };

  ProgramRun(ChildProcess child, Duration timeout, Instant now);
  void drain();
  void enter(Phase phase, Instant until);
  void press(Instant now);
  std::optional<Finished> finish_drained(Instant now);
  Finished finish(Instant now);

  ChildProcess child_;
  Phase phase_ = Phase::Running;
  Instant started_;
  Instant wake_at_;  // when the phase ends
  Finished finished_;
};

// Errors: those of ChildProcess::start(). The end itself, however bad, is a Finished.
Result<Finished> run(const ProgramSpec& spec, Duration timeout);

}  // namespace balm
