#include "sim/mischief.h"

#include <iterator>

#include "common/invariant.h"

namespace balm::sim {
namespace {

constexpr std::uint32_t kEffectsMax = 12;  // after how many effects an armed fault strikes at the latest

std::uint32_t effects_of(const Fault& fault) {
  return static_cast<std::uint32_t>((fault.draw >> 8) % kEffectsMax);
}

Duration jump_of(const Fault& fault) {
  constexpr std::chrono::seconds kJumps[] = {1s, 30s, 600s, 7'200s, 86'400s, 315'360'000s};
  const Duration by = kJumps[(fault.draw >> 4) % std::size(kJumps)];
  return fault.draw % 2 == 0 ? by : -by;
}

}  // namespace

struct Mischief::Deed {
  void (Mischief::*strike)(const Fault& fault);
};

// In the order of fault_kinds().
const std::vector<Mischief::Deed>& Mischief::deeds() {
  using M = Mischief;
  static const std::vector<Deed> all = {
      {&M::illness},
      {&M::epidemic},
      {&M::loss},
      {&M::repeat},
      {&M::jitter},
      {&M::delay},
      {&M::cut},
      {&M::cut_up},
      {&M::cut_down},
      {&M::reset},
      {&M::crash_master},
      {&M::crash_commit},
      {&M::power_master},
      {&M::crash_agent},
      {&M::crash_executor},
      {&M::power_host},
      {&M::freeze_master},
      {&M::freeze_agent},
      {&M::freeze_executor},
      {&M::freeze_machine},
      {&M::clock_master},
      {&M::clock_host},
      {&M::master_disk_full},
      {&M::master_sync},
      {&M::journal_full},
      {&M::journal_sync},
      {&M::spool_fails},
      {&M::no_room},
      {&M::no_fork},
      {&M::lie},
      {&M::freeze_healing},
      {&M::maintenance},
      {&M::ack},
      {&M::retry},
      {&M::close},
      {&M::run_state},
      {&M::send_event},
      {&M::reload},
      {&M::broken_rules},
      {&M::pages_fail},
      {&M::run_check},
      {&M::set_back_host},
      {&M::override_unknown},
  };
  return all;
}

void Mischief::strike(const Fault& fault) {
  BALM_ASSERT(deeds().size() == fault_kinds().size());
  if (!ended_) (this->*deeds()[fault.kind].strike)(fault);
}

void Mischief::end_all() {
  ended_ = true;
  master_.disk().fault = Disk::Fault::None;
  master_.pages_fail = 0;
  master_.machine().set_clock(-master_.machine().clock_error());
  for (const auto& host : hosts_) {
    host->machine().set_clock(-host->machine().clock_error());
    network_.weather(host->name()) = Weather{};
    host->executor().disk().fault = Disk::Fault::None;
    host->executor().tasks().forks_fail = false;
    host->agent().spool().fault = Disk::Fault::None;
    host->agent().set_room(true);
    end_hanging(host->services());
  }
}

// A check that hangs tells nothing, and its incident waits for a word; that people are not told of it is a
// known gap.
void Mischief::end_hanging(Services& services) {
  for (const auto& [check, ailment] : std::map(services.all()))
    if (ailment == Ailment::Hangs) services.recover(check);
}

// ---- services

void Mischief::illness(const Fault& fault) {
  constexpr Ailment kAilments[] = {Ailment::Restart, Ailment::Restart,   Ailment::Restart, Ailment::Reinstall,
                                   Ailment::Passing, Ailment::Incurable, Ailment::Relapse, Ailment::Hangs,
                                   Ailment::Warns,   Ailment::None};
  const auto& services = host(fault).services().all();
  const auto which =
      std::next(services.begin(), static_cast<std::ptrdiff_t>((fault.draw >> 16) % services.size()));
  const Ailment ailment = kAilments[fault.draw % std::size(kAilments)];
  const CheckName check = which->first;
  if (ailment == Ailment::None) return host(fault).services().recover(check);
  host(fault).services().fall_ill(check, ailment);
}

// The same thing breaks everywhere at once.
void Mischief::epidemic(const Fault& fault) {
  for (const auto& one : hosts_) {
    const CheckName check = one->services().all().begin()->first;
    one->services().fall_ill(check, fault.draw % 2 == 0 ? Ailment::Restart : Ailment::Reinstall);
  }
}

// ---- the network

void Mischief::weather(const Fault& fault, void (*change)(Weather&, const Fault&)) {
  const bool everywhere = (fault.draw >> 32) % 3 == 0;
  for (const auto& one : hosts_) {
    if (!everywhere && one.get() != &host(fault)) continue;
    change(network_.weather(one->name()), fault);
    stage_.time.after(fault.length, [this, name = one->name()] { network_.weather(name) = Weather{}; });
  }
}

void Mischief::loss(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault& f) { w.loss = f.draw % 4 == 0 ? 1.0 : 0.3; });
}
void Mischief::repeat(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault&) { w.repeat = 0.5; });
}
void Mischief::jitter(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault& f) { w.jitter = f.draw % 2 == 0 ? 3s : 30s; });
}
void Mischief::delay(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault& f) { w.delay = f.draw % 2 == 0 ? 5s : 70s; });
}
void Mischief::cut(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault&) { w.cut_up = w.cut_down = true; });
}
void Mischief::cut_up(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault&) { w.cut_up = true; });
}
void Mischief::cut_down(const Fault& fault) {
  weather(fault, [](Weather& w, const Fault&) { w.cut_down = true; });
}
void Mischief::reset(const Fault& fault) {
  network_.reset(host(fault).name());
}

// ---- processes and machines

void Mischief::crash_master(const Fault& fault) {
  master_.life().arm(effects_of(fault), [this, length = fault.length] { master_.crash(length); });
}
void Mischief::crash_commit(const Fault& fault) {
  master_.disk().dies_after_writes = 1 + effects_of(fault);
}
void Mischief::power_master(const Fault& fault) {
  master_.life().arm(effects_of(fault), [this, length = fault.length] { master_.lose_power(length); });
}
void Mischief::crash_agent(const Fault& fault) {
  HostNode& one = host(fault);
  one.agent().life().arm(effects_of(fault), [&one] { one.crash_agent(); });
}
void Mischief::crash_executor(const Fault& fault) {
  HostNode& one = host(fault);
  one.executor().life().arm(effects_of(fault), [&one, length = fault.length] { one.crash_executor(length); });
}
void Mischief::power_host(const Fault& fault) {
  HostNode& one = host(fault);
  Life& life = fault.draw % 2 == 0 ? one.executor().life() : one.agent().life();
  life.arm(effects_of(fault), [&one, length = fault.length] { one.lose_power(length); });
}
// What is kept of the disk now comes back in a while, and with it a past that others have seen the end of.
void Mischief::set_back_host(const Fault& fault) {
  HostNode& one = host(fault);
  stage_.time.after(fault.length, [this, &one, image = one.image(), draw = fault.draw] {
    if (!ended_) one.set_back(image, std::chrono::seconds(1 + draw % 40));
  });
}
void Mischief::freeze_master(const Fault& fault) {
  master_.life().arm(effects_of(fault), [this, length = fault.length] { master_.freeze(length); });
}
void Mischief::freeze_agent(const Fault& fault) {
  HostNode& one = host(fault);
  one.agent().life().arm(effects_of(fault), [&one, length = fault.length] { one.agent().freeze(length); });
}
void Mischief::freeze_executor(const Fault& fault) {
  HostNode& one = host(fault);
  one.executor().life().arm(effects_of(fault),
                            [&one, length = fault.length] { one.executor().freeze(length); });
}
void Mischief::freeze_machine(const Fault& fault) {
  HostNode& one = host(fault);
  one.executor().life().arm(effects_of(fault), [&one, length = fault.length] { one.freeze_machine(length); });
}
void Mischief::clock_master(const Fault& fault) {
  master_.machine().set_clock(jump_of(fault));
  stage_.see(ClockJumped{});
}
void Mischief::clock_host(const Fault& fault) {
  host(fault).machine().set_clock(jump_of(fault));
  stage_.see(ClockJumped{host(fault).name()});
}

// ---- disks

void Mischief::fail_disk(Disk& disk, Disk::Fault how, Duration length) {
  disk.fault = how;
  stage_.time.after(length, [&disk, how] {
    if (disk.fault == how) disk.fault = Disk::Fault::None;
  });
}
void Mischief::master_disk_full(const Fault& fault) {
  fail_disk(master_.disk(), Disk::Fault::Full, fault.length);
}
void Mischief::master_sync(const Fault& fault) {
  fail_disk(master_.disk(), Disk::Fault::SyncFails, fault.length);
}
void Mischief::journal_full(const Fault& fault) {
  fail_disk(host(fault).executor().disk(), Disk::Fault::Full, fault.length);
}
void Mischief::journal_sync(const Fault& fault) {
  fail_disk(host(fault).executor().disk(), Disk::Fault::SyncFails, fault.length);
}
void Mischief::spool_fails(const Fault& fault) {
  SimSpool& spool = host(fault).agent().spool();
  spool.fault = Disk::Fault::SyncFails;
  stage_.time.after(fault.length, [&spool] { spool.fault = Disk::Fault::None; });
}
void Mischief::no_room(const Fault& fault) {
  HostNode& one = host(fault);
  one.agent().set_room(false);
  stage_.time.after(fault.length, [&one] { one.agent().set_room(true); });
}
void Mischief::no_fork(const Fault& fault) {
  HostNode& one = host(fault);
  one.executor().tasks().forks_fail = true;
  stage_.time.after(fault.length, [&one] { one.executor().tasks().forks_fail = false; });
}

}  // namespace balm::sim
