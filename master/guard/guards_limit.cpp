// Guards that count: cool-down, rate, blast radius.
#include <algorithm>
#include <cmath>

#include "common/duration_text.h"
#include "master/guard/guards.h"

namespace balm::master::guards {
namespace {

constexpr double kShareByDefault = 0.05;  // of all hosts, for one rule, when the rule says nothing

// Rounded down, but one host is always allowed. 29 % of 100 hosts are 29, though 0.29 is a little less.
std::size_t share_of(std::size_t hosts, double share) {
  constexpr double kRounding = 1e-6;
  return std::max<std::size_t>(
      1, static_cast<std::size_t>(std::floor(share * static_cast<double>(hosts) + kRounding)));
}

std::size_t hosts_allowed(const BlastRadius& radius, std::size_t group_size) {
  if (radius.count > 0) return radius.count;
  return share_of(group_size, radius.share);
}

Verdict judge(std::size_t taken, std::size_t allowed, const std::string& group) {
  const std::string counter = std::to_string(taken) + " of " + std::to_string(allowed) + " at once" +
                              (group.empty() ? "" : " (" + group + ")");
  if (taken < allowed) return Verdict::allow(counter);
  return Verdict::defer(Reason::TooManyAtOnce, counter);
}

Verdict default_radius(const Proposal& proposal, const Facts& facts) {
  return judge(facts.attempts.hosts_under_repair_by(proposal.rule.name, proposal.incident.host),
               share_of(facts.fleet.hosts().size(), kShareByDefault), "default");
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
// counted, it is the one to be mended. Unknown outcomes count as running. A host outside of the group (a
// misspelled one has no hosts at all) is bound by the default as well.
Verdict blast_radius(const Proposal& proposal, const Facts& facts) {
  const auto& wanted = proposal.rule.guard.at_once;
  if (!wanted) return default_radius(proposal, facts);
  const std::vector<HostName> group = facts.fleet.select(wanted->group);
  const bool outside = std::find(group.begin(), group.end(), proposal.incident.host) == group.end();
  if (Verdict common = default_radius(proposal, facts); outside && common.kind != Verdict::Kind::Allow)
    return common;
  std::size_t taken = 0;
  for (const HostName& name : group) {
    if (name == proposal.incident.host) continue;
    const Host* host = facts.fleet.find(name);
    if (host->row.down || facts.attempts.under_repair(name)) ++taken;
  }
  return judge(taken, hosts_allowed(*wanted, group.size()), wanted->text);
}

}  // namespace balm::master::guards
