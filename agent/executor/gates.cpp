#include "agent/executor/gates.h"

#include <algorithm>
#include <array>

#include "common/limits.h"
#include "common/state_hash.h"

namespace balm::executor {
namespace {

const Judgement kNothingAgainst;

// Before the first Standing there is no cluster, and no task is taken.
Judgement cluster_gate(const Task& task, const HostView& host, Now) {
  if (host.kept.cluster.empty()) return {Refusal::WrongCluster, "no master has introduced itself yet"};
  if (task.cluster != host.kept.cluster)
    return {Refusal::WrongCluster, "this host belongs to " + host.kept.cluster};
  return kNothingAgainst;
}

Judgement epoch_gate(const Task& task, const HostView& host, Now) {
  if (task.epoch >= host.kept.epoch_max) return kNothingAgainst;
  return {Refusal::StaleMaster,
          "epoch " + std::to_string(task.epoch) + ", seen " + std::to_string(host.kept.epoch_max)};
}

Judgement fence_gate(const Task& task, const HostView& host, Now) {
  if (task.fence > host.kept.last_fence) return kNothingAgainst;
  return {Refusal::StaleFence,
          "fence " + std::to_string(task.fence) + ", used " + std::to_string(host.kept.last_fence)};
}

// Before the stamp: the stamp of another boot is always unknown, and the reboot is the better reason.
Judgement boot_gate(const Task& task, const HostView& host, Now) {
  return task.boot == host.boot ? kNothingAgainst : Judgement{Refusal::OtherBoot, {}};
}

Judgement stamp_gate(const Task& task, const HostView& host, Now now) {
  if (!host.stamp_issued) return {Refusal::UnknownStamp, {}};
  if (now.instant <= latest_start(task, *host.stamp_issued)) return kNothingAgainst;
  const auto age = std::chrono::floor<std::chrono::milliseconds>(now.instant - *host.stamp_issued);
  return {Refusal::Expired, "stamp is " + std::to_string(age.count()) + " ms old, limit " +
                                std::to_string(task.ttl_ms) + " ms"};
}

// A dry run touches nothing, so neither freeze nor maintenance is in its way.
Judgement freeze_gate(const Task& task, const HostView& host, Now) {
  return host.kept.frozen && !task.test ? Judgement{Refusal::Frozen, {}} : kNothingAgainst;
}

// Maintenance keeps rules off a host, not the people who work on it.
Judgement maintenance_gate(const Task& task, const HostView& host, Now now) {
  const auto& maintenance = host.kept.maintenance;
  if (task.test || task.by != "rule" || !maintenance || now.wall >= maintenance->until)
    return kNothingAgainst;
  return {Refusal::Maintenance, maintenance->reason};
}

Judgement trigger_gate(const Task&, const HostView& host, Now) {
  return host.trigger_ok ? Judgement{Refusal::AlreadyOk, {}} : kNothingAgainst;
}

Judgement busy_gate(const Task&, const HostView& host, Now) {
  if (!host.room_for_results)
    return {Refusal::Busy, "too many results wait for the master's acknowledgement"};
  return host.busy_with.empty() ? kNothingAgainst : Judgement{Refusal::Busy, host.busy_with};
}

// Whether it compiles is found out by the worker that is to run it.
Judgement state_gate(const Task& task, const HostView&, Now) {
  if (state_files_hash(task.files) != task.state_hash) return {Refusal::BadState, "its hash differs"};
  return kNothingAgainst;
}

Judgement journal_gate(const Task&, const HostView& host, Now) {
  return host.journal_ready ? kNothingAgainst : Judgement{Refusal::NoSpace, {}};
}

constexpr std::array kGates{cluster_gate,     epoch_gate,   fence_gate, boot_gate,  stamp_gate,  freeze_gate,
                            maintenance_gate, trigger_gate, busy_gate,  state_gate, journal_gate};

constexpr std::array kGatesOfMoment{cluster_gate, epoch_gate,       fence_gate,  stamp_gate,
                                    freeze_gate,  maintenance_gate, journal_gate};

template <class Gates>
Judgement pass(const Gates& gates, const Task& task, const HostView& host, Now now) {
  for (const auto gate : gates)
    if (Judgement judgement = gate(task, host, now); !judgement.allowed()) return judgement;
  return {};
}

}  // namespace

Judgement judge(const Task& task, const HostView& host, Now now) {
  return pass(kGates, task, host, now);
}

Judgement judge_again(const Task& task, const HostView& host, Now now) {
  return pass(kGatesOfMoment, task, host, now);
}

Instant latest_start(const Task& task, Instant stamp_issued) {
  constexpr std::int64_t kTtlMsMax = 3'600'000;  // guards the sum below; stamps are forgotten long before
  return stamp_issued + std::chrono::milliseconds(std::clamp<std::int64_t>(task.ttl_ms, -1, kTtlMsMax));
}

std::string explain(const Judgement& judgement) {
  std::string text(sentence(judgement.refusal));
  if (!judgement.detail.empty()) text += ": " + judgement.detail;
  return text;
}

}  // namespace balm::executor
