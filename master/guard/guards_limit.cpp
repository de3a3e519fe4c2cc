// Guards that count: cool-down, rate, blast radius.
#include <algorithm>
#include <cmath>

#include "common/duration_text.h"
#include "master/guard/guards.h"

namespace balm::master::guards {
namespace {

constexpr double kShareByDefault = 0.05;  // of all hosts, for one rule, when the rule says nothing

std::size_t hosts_allowed(const BlastRadius& radius, std::size_t group_size) {
  if (radius.count > 0) return radius.count;
  return std::max<std::size_t>(
      1, static_cast<std::size_t>(std::floor(radius.share * static_cast<double>(group_size))));
}

Verdict judge(std::size_t taken, std::size_t allowed, const std::string& group) {
  const std::string counter = std::to_string(taken) + " of " + std::to_string(allowed) + " at once" +
                              (group.empty() ? "" : " (" + group + ")");
  if (taken < allowed) return Verdict::allow(counter);
  return Verdict::defer(Reason::TooManyAtOnce, counter);
}

}  // namespace

Verdict cooldown(const Proposal& proposal, const Facts& facts) {
  const Duration quiet = proposal.rule.guard.cooldown;
  const auto end = facts.attempts.last_end(proposal.rule.name, proposal.incident.host, proposal.incident.id);
  if (!end || facts.now.instant - *end >= quiet) return Verdict::allow();
  const Instant free_at = *end + quiet;
  return Verdict::defer(Reason::CoolingDown, duration_for_people(free_at - facts.now.instant) + " left",
                        free_at);
}

Verdict rate(const Proposal& proposal, const Facts& facts) {
  const RateLimit& most = proposal.rule.guard.max;
  const Instant since = facts.now.instant - most.per;
  const std::uint32_t count = facts.attempts.count_since(proposal.rule.name, proposal.incident.host, since);
  const std::string counter =
      std::to_string(count) + " of " + std::to_string(most.count) + " per " + duration_text(most.per);
  if (count < most.count) return Verdict::allow(counter);
  return Verdict::refuse(Reason::RateReached, counter);
}

// Hosts that are down or under repair are already missing from the group; the host in question is not
// counted, it is the one to be mended. Unknown outcomes count as running.
Verdict blast_radius(const Proposal& proposal, const Facts& facts) {
  const auto& wanted = proposal.rule.guard.at_once;
  if (!wanted) {
    const double all = static_cast<double>(facts.fleet.hosts().size());
    const auto allowed =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::floor(kShareByDefault * all)));
    return judge(facts.attempts.hosts_under_repair_by(proposal.rule.name), allowed, "default");
  }
  const std::vector<HostName> group = facts.fleet.select(wanted->group);
  std::size_t taken = 0;
  for (const HostName& name : group) {
    if (name == proposal.incident.host) continue;
    const Host* host = facts.fleet.find(name);
    if (host->row.down || facts.attempts.under_repair(name)) ++taken;
  }
  return judge(taken, hosts_allowed(*wanted, group.size()), wanted->text);
}

}  // namespace balm::master::guards
