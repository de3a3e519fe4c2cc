#include "agent/io/agent_shell.h"

#include <utility>

#include <sys/statvfs.h>

#include "common/io/daemon_exit.h"
#include "common/io/memory_use.h"
#include "common/io/system_clock.h"

namespace balm::agent {
namespace {

constexpr auto kHouseworkEvery = 5s;
constexpr auto kSecondLook = 500ms;  // at files that are not what they were
constexpr std::uint64_t kDiskReserveBytes = 16 * 1024 * 1024;

// Unknown counts as room: a disk that cannot be asked will say so when it is written.
bool has_room(const std::string& folder) {
  struct statvfs info {};
  if (statvfs(folder.c_str(), &info) != 0) return true;
  return info.f_bavail * info.f_frsize >= kDiskReserveBytes;
}

}  // namespace

AgentShell::AgentShell(AgentParts parts, ZmqContext& context, Signals& signals, Log& log)
    : signals_(signals),
      log_(log),
      spool_(std::move(parts.spool)),
      store_(std::move(parts.store)),
      check_set_(std::move(parts.check_set)),
      checks_(std::move(parts.checks)),
      state_dir_(std::move(parts.state_dir)),
      core_(std::move(parts.setup), std::move(parts.memory)),
      master_(std::move(parts.master), context, loop_, log),
      executor_(std::move(parts.executor), loop_, log),
      now_(system_now()) {
  const auto take = [this](Input input) { inputs_.push_back(std::move(input)); };
  master_.on_input(take);
  executor_.on_input(take);
  loop_.watch(signals_.fd(), [this] {
    while (const auto signal = signals_.receive())
      signal == Signals::Kind::Stop ? static_cast<void>(stopping_ = true) : load_checks();
  });
}

int AgentShell::run() {
  load_checks();
  while (!stopping_ && !executor_.ended()) {
    keep_house(system_now().instant);
    work();
    const auto deadline = core_.next_deadline();
    const Instant now = system_now().instant;
    const Instant until = std::min(housework_at_, deadline.value_or(housework_at_));
    if (inputs_.empty()) loop_.run_once(std::max(until - now, Duration{0}));
  }
  inputs_.emplace_back(Stopping{});
  work();
  if (executor_.ended()) exit_code_ = kExitFailed;
  return exit_code_;
}

void AgentShell::load_checks() {
  give_back_at_ = system_now().instant + kHouseworkEvery;
  checks_print_ = checks_.print();
  auto read = checks_.read();
  const std::string faults = !read ? read.error().message : read->ok() ? "" : render(read->issues);
  if (!faults.empty()) {
    log_.error("the checks have faults, what was read before stays: " + faults);
    inputs_.emplace_back(ChecksRefused{faults});
    return;
  }
  log_.info("checks read: " + std::to_string(read->value.size()));
  inputs_.emplace_back(ChecksLoaded{std::move(read->value)});
}

void AgentShell::keep_house(Instant now) {
  if (now < housework_at_) return;
  housework_at_ = now + kHouseworkEvery;
  inputs_.emplace_back(SpoolRoom{has_room(state_dir_)});
  if (give_back_at_ && now >= *give_back_at_) {
    give_back_at_.reset();
    give_back_memory();
  }
  const std::string print = checks_.print();
  const bool still = print == std::exchange(seen_print_, print);
  if (print == checks_print_) return;
  if (still) return load_checks();
  housework_at_ = now + kSecondLook;
}

void AgentShell::work() {
  now_ = system_now();
  if (const auto deadline = core_.next_deadline(); deadline && *deadline <= now_.instant)
    inputs_.emplace_back(Tick{});
  Result<void> done;
  while (done && !inputs_.empty()) {
    const Input input = std::move(inputs_.front());
    inputs_.pop_front();
    Effects effects;
    core_.step(input, now_, effects);
    done = carry_out(effects);
  }
  if (done) done = send_waiting();
  if (done) done = note_acked();
  if (done) return;
  // What is on disk is unknown now: nothing more is sent, and the next process reads it anew.
  log_.error(done.error().message);
  inputs_.clear();
  stopping_ = true;
  exit_code_ = kExitFailed;
}

Result<void> AgentShell::carry_out(Effects& effects) {
  for (Effect& effect : effects)
    if (auto done = std::visit([this](auto& one) { return carry_out(one); }, effect); !done) return done;
  return {};
}

Result<void> AgentShell::send_waiting() {
  if (auto synced = spool_.sync(); !synced) return synced;
  for (const Message& message : waiting_) master_.send(message);
  waiting_.clear();
  return {};
}

Result<void> AgentShell::carry_out(AppendEvent& effect) {
  return spool_.append(effect.event);
}

// Noted when everything else is done: behind it there may be an order that is waited for.
Result<void> AgentShell::carry_out(EventsAcked& effect) {
  acked_ = effect.upto;
  return {};
}

Result<void> AgentShell::note_acked() {
  const auto upto = std::exchange(acked_, std::nullopt);
  return upto ? spool_.acked(*upto, now_.wall) : Result<void>();
}

Result<void> AgentShell::carry_out(ReadEvents& effect) {
  auto events = spool_.read(effect.from);
  if (!events) return events.error();
  inputs_.emplace_back(EventsRead{effect.from, std::move(*events)});
  return {};
}

Result<void> AgentShell::carry_out(RenewSpool& effect) {
  acked_.reset();  // of the spool that ends
  auto facts = spool_.renew(effect.id, effect.acked);
  if (!facts) return facts.error();
  inputs_.emplace_front(SpoolRenewed{std::move(*facts)});
  return {};
}

// The picture contains what the newest events say, so they come first. Without it everything is seen anew: no
// reason to end.
Result<void> AgentShell::carry_out(KeepChecks& effect) {
  if (auto synced = spool_.sync(); !synced) return synced;
  if (auto kept = store_.keep(effect.checks); !kept) log_.warning(kept.error().message);
  return {};
}

// Not kept, not taken: the master sends it again.
Result<void> AgentShell::carry_out(KeepCheckSet& effect) {
  if (auto kept = check_set_.keep(effect.set); !kept)
    log_.warning(kept.error().message);
  else
    inputs_.emplace_back(CheckSetKept{std::move(effect.set)});
  return {};
}

Result<void> AgentShell::carry_out(Connect&) {
  waiting_.clear();
  master_.connect();
  return {};
}

Result<void> AgentShell::carry_out(Disconnect&) {
  waiting_.clear();
  master_.disconnect();
  return {};
}

Result<void> AgentShell::carry_out(SendToMaster& effect) {
  waiting_.push_back(std::move(effect.message));
  return {};
}

Result<void> AgentShell::carry_out(SendToExecutor& effect) {
  executor_.send(effect.message);
  return {};
}

Result<void> AgentShell::carry_out(Note& effect) {
  log_.write(effect.trouble ? Log::Level::Warning : Log::Level::Info, effect.text);
  return {};
}

}  // namespace balm::agent
