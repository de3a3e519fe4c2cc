#include "master/attempt_book.h"

#include <algorithm>
#include <set>

#include "common/invariant.h"

namespace balm::master {

void AttemptBook::started(AttemptId id, const RuleName& rule, const HostName& host, Instant at) {
  const Place place{rule, host};
  const bool fresh = open_.try_emplace(id, place, false).second;
  BALM_ASSERT(fresh);
  // After a restart attempts come in the order of a wall clock that may have been set: one that ended long
  // ago must not take the lock from one that is open.
  by_host_.try_emplace(host, id);
  auto& entries = lately_[place];
  const auto later = std::upper_bound(entries.begin(), entries.end(), at,
                                      [](Instant start, const Entry& entry) { return start < entry.start; });
  entries.insert(later, {id, at, {}});
}

void AttemptBook::ended(AttemptId id, Instant at) {
  const auto open = open_.find(id);
  if (open == open_.end()) return;
  const Place place = open->second.first;
  for (Entry& entry : lately_[place])
    if (entry.id == id) entry.end = at;
  const auto holder = by_host_.find(place.second);
  if (holder != by_host_.end() && holder->second == id) by_host_.erase(holder);
  open_.erase(open);
}

void AttemptBook::never_ran(AttemptId id) {
  const auto open = open_.find(id);
  if (open == open_.end()) return;
  const Place place = open->second.first;
  ended(id, {});
  std::erase_if(lately_[place], [&](const Entry& entry) { return entry.id == id; });
}

void AttemptBook::lost_track(AttemptId id) {
  const auto open = open_.find(id);
  if (open != open_.end()) open->second.second = true;
}

std::optional<AttemptBook::Open> AttemptBook::open_on(const HostName& host) const {
  const auto holder = by_host_.find(host);
  if (holder == by_host_.end()) return std::nullopt;
  return Open{holder->second, open_.at(holder->second).second};
}

std::uint32_t AttemptBook::count_since(const RuleName& rule, const HostName& host, Instant since) const {
  const auto entries = lately_.find({rule, host});
  if (entries == lately_.end()) return 0;
  return static_cast<std::uint32_t>(std::count_if(entries->second.begin(), entries->second.end(),
                                                  [&](const Entry& entry) { return entry.start > since; }));
}

std::optional<Instant> AttemptBook::oldest_since(const RuleName& rule, const HostName& host,
                                                 Instant since) const {
  const auto entries = lately_.find({rule, host});
  if (entries == lately_.end()) return std::nullopt;
  for (const Entry& entry : entries->second)
    if (entry.start > since) return entry.start;
  return std::nullopt;
}

std::optional<Instant> AttemptBook::last_end(const RuleName& rule, const HostName& host,
                                             IncidentId except) const {
  const auto entries = lately_.find({rule, host});
  if (entries == lately_.end()) return std::nullopt;
  std::optional<Instant> last;
  for (const Entry& entry : entries->second)
    if (entry.id.incident != except && entry.end && (!last || *entry.end > *last)) last = entry.end;
  return last;
}

void AttemptBook::proof_begins(IncidentId incident, const RuleName& rule, const HostName& host) {
  in_proof_[incident] = {rule, host};
}

void AttemptBook::proof_ends(IncidentId incident) {
  in_proof_.erase(incident);
}

bool AttemptBook::under_repair(const HostName& host) const {
  const auto proof = [&](const auto& entry) { return entry.second.second == host; };
  return by_host_.contains(host) || std::any_of(in_proof_.begin(), in_proof_.end(), proof);
}

std::size_t AttemptBook::hosts_under_repair_by(const RuleName& rule, const HostName& except) const {
  std::set<HostName> hosts;
  for (const auto& [id, entry] : open_)
    if (entry.first.first == rule) hosts.insert(entry.first.second);
  for (const auto& [id, place] : in_proof_)
    if (place.first == rule) hosts.insert(place.second);
  hosts.erase(except);
  return hosts.size();
}

void AttemptBook::forget_before(Instant at) {
  for (auto place = lately_.begin(); place != lately_.end();) {
    std::erase_if(place->second, [&](const Entry& entry) { return entry.end && *entry.end < at; });
    place = place->second.empty() ? lately_.erase(place) : std::next(place);
  }
}

}  // namespace balm::master
