#include "common/io/program_run.h"

#include <algorithm>

#include "common/duration_text.h"
#include "common/invariant.h"
#include "common/io/system_clock.h"
#include "common/limits.h"

namespace balm {

using Stream = ChildProcess::Stream;

nagios::ProgramEnd Finished::end() const {
  using How = nagios::ProgramEnd::How;
  if (cancelled || flooded) return {How::Void, signal, describe()};
  if (timed_out) {
    const std::string_view more = stuck ? " and does not end even by KILL" : "";
    return {How::TimedOut, signal, duration_for_people(timeout) + std::string(more)};
  }
  if (exit_code < 0) return {How::Signalled, signal, ""};
  return {How::Exited, exit_code, ""};
}

std::string Finished::describe() const {
  if (timed_out) return "timed out after " + end().detail;
  if (cancelled) return "cancelled";
  if (flooded) return "ended because it printed more than 64M";
  if (exit_code < 0) return "ended by signal " + nagios::signal_name(signal);
  return "exit code " + std::to_string(exit_code);
}

ProgramRun::ProgramRun(ChildProcess child, Duration timeout, Instant now)
    : child_(std::move(child)), started_(now), wake_at_(now + timeout) {
  finished_.timeout = timeout;
}

Result<ProgramRun> ProgramRun::start(const ProgramSpec& spec, Duration timeout, Instant now) {
  BALM_ASSERT(timeout > Duration::zero());
  auto child = ChildProcess::start(spec);
  if (!child) return child.error();
  return ProgramRun(std::move(child).value(), timeout, now);
}

std::vector<int> ProgramRun::descriptors() const {
  std::vector<int> descriptors;
  for (const Stream stream : {Stream::Output, Stream::Error})
    if (!child_.has_ended(stream)) descriptors.push_back(child_.fd(stream));
  // Once it has ended it would be ready all the time, while its output is still awaited.
  if (phase_ != Phase::Draining) descriptors.push_back(child_.pidfd());
  return descriptors;
}

std::optional<Finished> ProgramRun::advance(Instant now) {
  // Asked before the draining: what it printed last is in the pipe when its end is seen.
  const bool exited = child_.has_exited();
  drain();
  if (exited) {
    if (phase_ != Phase::Draining) enter(Phase::Draining, now + kDrainGrace);
    return finish_drained(now);
  }
  if (now < wake_at_) return std::nullopt;
  if (phase_ == Phase::Running) finished_.timed_out = true;
  if (phase_ == Phase::Killing) {
    finished_.stuck = true;
    return finish(now);
  }
  press(now);
  return std::nullopt;
}

void ProgramRun::cancel(Instant now) {
  if (phase_ != Phase::Running) return;
  finished_.cancelled = true;
  press(now);
}

void ProgramRun::drain() {
  for (const Stream stream : {Stream::Output, Stream::Error})
    if (!child_.has_ended(stream)) child_.on_readable(stream);
  const std::uint64_t printed =
      child_.captured(Stream::Output).total() + child_.captured(Stream::Error).total();
  if (printed <= kOutputFloodBytes || finished_.flooded) return;
  finished_.flooded = true;
  child_.kill_group();
}

void ProgramRun::enter(Phase phase, Instant until) {
  phase_ = phase;
  wake_at_ = until;
}

// One step harder: first TERM, then KILL.
void ProgramRun::press(Instant now) {
  if (phase_ == Phase::Running) {
    child_.terminate_group();
    enter(Phase::Terminating, now + limits::kKillGrace);
  } else {
    child_.kill_group();
    enter(Phase::Killing, now + limits::kKillGrace);
  }
}

std::optional<Finished> ProgramRun::finish_drained(Instant now) {
  if (!child_.streams_ended() && now < wake_at_) return std::nullopt;
  finished_.left_behind = !child_.streams_ended();
  return finish(now);
}

Finished ProgramRun::finish(Instant now) {
  finished_.duration = now - started_;
  // A group that may be left is not left after it was told to end.
  if (finished_.timed_out || finished_.cancelled || finished_.flooded) child_.kill_group();
  if (const auto exit = child_.try_reap()) {
    finished_.exit_code = exit->code;
    finished_.signal = exit->signal;
  }
  const OutputCapture& output = child_.captured(Stream::Output);
  const OutputCapture& error = child_.captured(Stream::Error);
  finished_.output = output.text();
  finished_.error = error.text();
  finished_.dropped_bytes = output.dropped() + error.dropped();
  return std::move(finished_);
}

Result<Finished> run(const ProgramSpec& spec, Duration timeout) {
  auto program = ProgramRun::start(spec, timeout, system_now().instant);
  if (!program) return program.error();
  for (;;) {
    std::vector<pollfd> waited;
    for (const int fd : program->descriptors()) waited.push_back({fd, POLLIN, 0});
    const Duration left = program->wake_at() - system_now().instant;
    // At most a second: poll's clock stands still while the machine sleeps, the deadline's does not.
    const auto wait = std::clamp<Duration>(left, 0s, 1s);
    ::poll(waited.data(), waited.size(), static_cast<int>((wait + 999'999ns) / 1ms));
    if (auto finished = program->advance(system_now().instant)) return *std::move(finished);
  }
}

}  // namespace balm
