#include "agent/io/check_runner.h"

#include <algorithm>
#include <utility>

#include "common/io/system_clock.h"
#include "common/limits.h"

namespace balm::agent {
namespace {

constexpr auto kListenAfter =
    20ms;  // most checks have ended by then; a pipe holds what they print until then
constexpr auto kAnswersMeet = 20ms;

CheckRan::End end_of(nagios::ProgramEnd::How how) {
  switch (how) {
    case nagios::ProgramEnd::How::Exited:
      return CheckRan::End::Exited;
    case nagios::ProgramEnd::How::Signalled:
      return CheckRan::End::Signalled;
    case nagios::ProgramEnd::How::TimedOut:
      return CheckRan::End::TimedOut;
    case nagios::ProgramEnd::How::NotStarted:
      return CheckRan::End::NotStarted;
    case nagios::ProgramEnd::How::Void:
      return CheckRan::End::Void;
  }
  return CheckRan::End::NotStarted;
}

CheckRan answer_to(const SpawnCheck& order) {
  CheckRan ran;
  ran.run = order.run;
  ran.check = order.check;
  ran.at = system_now().wall;
  return ran;
}

CheckRan answer_to(const SpawnCheck& order, Finished&& finished) {
  CheckRan ran = answer_to(order);
  const nagios::ProgramEnd end = finished.end();
  ran.end = end_of(end.how);
  ran.code = end.number;
  ran.reason = end.detail;
  ran.output = std::move(finished.output);
  ran.errors = std::move(finished.error);
  ran.dropped_bytes = finished.dropped_bytes;
  ran.took_us = std::chrono::floor<std::chrono::microseconds>(finished.duration).count();
  return ran;
}

// What a program says that was exchanged while it ran is neither the old one's word nor the new one's.
void doubt(CheckRan& ran, const std::optional<ProgramFile>& file) {
  if (!file || !was_replaced(*file)) return;
  ran.end = CheckRan::End::Void;
  ran.reason = file->path + " was replaced while it ran";
}

}  // namespace

CheckRunner::CheckRunner(EventLoop& loop, std::size_t running_max, Doors doors)
    : loop_(loop), running_max_(running_max), doors_(std::move(doors)) {}

CheckRunner::~CheckRunner() {
  for (Running& running : running_) unwatch_all(running);
}

void CheckRunner::spawn(const SpawnCheck& order) {
  if (is_taken(order.check)) return refuse(order, "its last run has not ended");
  if (const auto pid = hanging_.find(order.check))
    return refuse(order, "process " + std::to_string(*pid) + " of an earlier run hangs in the kernel");
  if (waiting_.size() >= limits::kChecksPerAgentMax) return refuse(order, "too many checks wait to be run");
  if (running_.size() < running_max_) return start(order);
  waiting_.push_back(order);
}

bool CheckRunner::is_taken(const CheckName& check) const {
  const auto same = [&check](const SpawnCheck& order) { return order.check == check; };
  return std::ranges::any_of(waiting_, same) ||
         std::ranges::any_of(running_, [&](const Running& running) { return same(running.order); });
}

void CheckRunner::refuse(const SpawnCheck& order, std::string reason) {
  CheckRan ran = answer_to(order);
  ran.end = CheckRan::End::NotStarted;
  ran.reason = std::move(reason);
  doors_.report(ran);
}

void CheckRunner::start(const SpawnCheck& order) {
  Result<CheckProgram> program = doors_.find(order.check);
  if (!program) return refuse(order, program.error().message);
  auto file = find_program_file(program->spec);
  if (file) {
    const uid_t runs_as = program->spec.account ? program->spec.account->user : geteuid();
    if (const auto safe = check_writers(*file, runs_as); !safe) return refuse(order, safe.error().message);
    program->spec.no_new_privileges = !has_own_rights(*file);
  }
  auto run = ProgramRun::start(program->spec, program->timeout, system_now().instant);
  if (!run) return refuse(order, run.error().message);
  const Instant listen_from = system_now().instant + kListenAfter;
  running_.push_back(Running{order, std::move(*run), std::move(file), listen_from, {}, false});
  watch_again(std::prev(running_.end()));
}

// Only what is still waited for: a stream at its end would be ready for ever.
void CheckRunner::watch_again(Runs::iterator place) {
  std::vector<int> wanted = place->run.descriptors();
  const int end = place->run.end_descriptor();
  if (place->listen_from && std::ranges::find(wanted, end) != wanted.end()) wanted = {end};
  std::erase_if(place->watches, [&](const auto& watch) {
    const bool over = std::ranges::find(wanted, watch.first) == wanted.end();
    if (over) loop_.unwatch(watch.second);
    return over;
  });
  for (const int fd : wanted)
    if (!place->watches.contains(fd)) place->watches[fd] = loop_.watch(fd, [this, place] { advance(place); });
}

void CheckRunner::unwatch_all(Running& running) {
  for (const auto& [fd, token] : running.watches) loop_.unwatch(token);
  running.watches.clear();
}

void CheckRunner::advance(Runs::iterator place) {
  std::optional<Finished> finished = place->run.advance(system_now().instant);
  if (!finished) return watch_again(place);
  unwatch_all(*place);
  if (finished->stuck) hanging_.add(place->order.check, place->run.pid());
  CheckRan ran = answer_to(place->order, std::move(*finished));
  doubt(ran, place->file);
  const bool forgotten = place->forgotten;
  running_.erase(place);
  if (!forgotten) answer(std::move(ran));
  start_waiting();
}

// Bad news never waits, and takes along what does.
void CheckRunner::answer(CheckRan ran) {
  const bool can_wait = ran.end == CheckRan::End::Exited && ran.code == 0 && !running_.empty();
  kept_.push_back(std::move(ran));
  if (!can_wait) return tell_kept();
  if (!tell_at_) tell_at_ = system_now().instant + kAnswersMeet;
}

void CheckRunner::tell_kept() {
  tell_at_.reset();
  for (const CheckRan& ran : std::exchange(kept_, {})) doors_.report(ran);
}

void CheckRunner::start_waiting() {
  while (!waiting_.empty() && running_.size() < running_max_) {
    const SpawnCheck order = waiting_.front();
    waiting_.pop_front();
    start(order);
  }
}

std::optional<Instant> CheckRunner::wake_at() const {
  std::optional<Instant> earliest = tell_at_;
  for (const Running& running : running_) {
    const Instant wake = std::min(running.run.wake_at(), running.listen_from.value_or(running.run.wake_at()));
    earliest = std::min(earliest.value_or(wake), wake);
  }
  return earliest;
}

void CheckRunner::tick() {
  const Instant now = system_now().instant;
  for (auto place = running_.begin(); place != running_.end();) {
    const auto due = place++;  // advance() may erase it
    const bool listens = due->listen_from && *due->listen_from <= now;
    if (listens) due->listen_from.reset();
    if (listens || due->run.wake_at() <= now) advance(due);
  }
  if (tell_at_ && *tell_at_ <= now) tell_kept();
}

void CheckRunner::forget_all() {
  waiting_.clear();
  kept_.clear();
  tell_at_.reset();
  for (Running& running : running_) {
    running.forgotten = true;
    running.run.cancel(system_now().instant);
  }
}

std::set<pid_t> CheckRunner::processes() const {
  std::set<pid_t> pids;
  for (const Running& running : running_) pids.insert(running.run.pid());
  pids.merge(hanging_.processes());
  return pids;
}

}  // namespace balm::agent
