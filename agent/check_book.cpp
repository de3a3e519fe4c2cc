#include "agent/check_book.h"

#include <algorithm>

#include "common/invariant.h"
#include "common/limits.h"
#include "common/utf8.h"

namespace balm::agent {
namespace {

constexpr std::size_t kHelloOutputBytes = 200;
constexpr std::size_t kNewsOutputBytes = 1'024;
constexpr std::size_t kHelloBytesMax = limits::kFrameBytesMax * 3 / 4;
constexpr std::size_t kNewsBytesMax = limits::kFrameBytesMax / 4;

ConfirmPolicy policy_of(const CheckDocument& check) {
  const auto bounded = [](std::uint32_t count) { return std::clamp(count, 1u, limits::kConfirmMax); };
  return {bounded(check.confirm.fail), bounded(check.confirm.ok)};
}

CheckState state_of(const SavedCheck& saved) {
  CheckState state;
  state.known = true;
  state.status = saved.status;
  state.certain = saved.certain;
  state.since = saved.since;
  state.generation = saved.generation;
  return state;
}

Observation nobody_looks(const CheckName& check, const std::string& instance, std::string why, WallTime at) {
  Observation seen;
  seen.check = check;
  seen.instance = instance;
  seen.status = Status::Unknown;
  seen.output = why;
  seen.trouble = std::move(why);
  seen.at = at;
  return seen;
}

// A generous guess at the bytes a standing takes in a message.
std::size_t weight(const CheckStanding& standing) {
  constexpr std::size_t kPerMetric = 48;
  return 300 + standing.instance.size() * 2 + standing.latest.output.size() * 2 +
         standing.latest.trouble.size() * 2 + standing.latest.metrics.size() * kPerMetric;
}

}  // namespace

CheckBook::CheckBook(const SavedChecks& saved) {
  for (const SavedCheck& check : saved.checks)
    entries_[{check.check, check.instance}].state = state_of(check);
}

std::vector<Change> CheckBook::load(std::vector<CheckDocument> checks, WallTime now, Others others) {
  checks_.clear();
  for (CheckDocument& check : checks) {
    const CheckName name = check.name;
    checks_.insert_or_assign(name, std::move(check));
  }
  std::vector<Change> changes;
  if (others == Others::Unread) return changes;
  for (auto place = entries_.begin(); place != entries_.end();) {
    const auto& [key, entry] = *place;
    if (checks_.contains(key.first)) {
      ++place;
      continue;
    }
    const bool said_bad = entry.state.known && entry.state.status != Status::Ok;
    if (said_bad)
      changes.push_back(
          {key.first,
           key.second,
           {entry.state.status, Status::Unknown},
           entry.state.generation,
           nobody_looks(key.first, key.second, "the check is not configured on this host any more", now),
           {},
           {}});
    place = entries_.erase(place);
  }
  return changes;
}

const CheckDocument* CheckBook::find(const CheckName& check) const {
  const auto place = checks_.find(check);
  return place == checks_.end() ? nullptr : &place->second;
}

bool CheckBook::is_fresh(const CheckName& check) const {
  const auto place = entries_.lower_bound({check, ""});
  return place == entries_.end() || place->first.first != check;
}

std::vector<Change> CheckBook::take(const CheckName& check, std::vector<Observation> observations,
                                    AttemptId cause) {
  const CheckDocument* const document = find(check);
  BALM_ASSERT(document != nullptr && !observations.empty());
  const WallTime at = observations.front().at;
  const bool readable = observations.size() > 1 || observations.front().status != Status::Unknown;
  std::vector<Change> changes;
  std::vector<Key> mentioned;
  for (Observation& seen : observations) {
    mentioned.emplace_back(check, seen.instance);
    if (auto change = see(*document, std::move(seen), entries_[mentioned.back()], cause))
      changes.push_back(std::move(*change));
  }
  if (!readable) return changes;  // the run as a whole says nothing about its parts
  for (auto place = entries_.lower_bound({check, ""});
       place != entries_.end() && place->first.first == check;) {
    const Key key = place->first;
    Entry& entry = place->second;
    const bool gone = std::find(mentioned.begin(), mentioned.end(), key) == mentioned.end();
    if (gone) {
      const auto change =
          see(*document, nobody_looks(check, key.second, "the check does not report it any more", at), entry,
              cause);
      if (change) changes.push_back(*change);
    }
    place = gone && entry.state.status == Status::Unknown ? entries_.erase(place) : std::next(place);
  }
  return changes;
}

void CheckBook::shown(const std::vector<Observation>& observations) {
  for (const Observation& seen : observations) {
    const auto place = entries_.find({seen.check, seen.instance});
    if (place == entries_.end() || seen.status != Status::Ok) continue;
    const Status believed = place->second.state.status;
    if (believed == Status::Warning || believed == Status::Critical) place->second.shown_ok = true;
  }
}

std::optional<Change> CheckBook::see(const CheckDocument& check, Observation seen, Entry& entry,
                                     AttemptId cause) {
  if (!std::exchange(entry.doubted, seen.status != entry.state.status)) entry.cause = cause;
  CheckStep step = advance(entry.state, seen.status, policy_of(check), seen.at);
  entry.state = step.next;
  entry.seen = true;
  entry.news = true;
  if (!step.transition && entry.shown_ok && proven_anew(entry.state, policy_of(check))) {
    step.transition = Transition{Status::Ok, entry.state.status};
    ++entry.state.generation;
    entry.cause = cause;
  }
  std::optional<Change> change;
  if (step.transition) {
    change = Change{check.name, seen.instance, *step.transition, entry.state.generation,
                    seen,       check.labels,  entry.cause};
    entry.doubted = entry.shown_ok = false;
    if (!check.per.empty() && !seen.instance.empty()) change->labels[check.per] = seen.instance;
  }
  entry.latest = std::move(seen);
  return change;
}

std::optional<Observation> CheckBook::latest(const CheckName& check, const std::string& instance) const {
  const auto place = entries_.find({check, instance});
  if (place == entries_.end() || !place->second.seen) return std::nullopt;
  return place->second.latest;
}

CheckStanding CheckBook::standing(const Key& key, const Entry& entry, std::size_t output_bytes) const {
  CheckStanding standing;
  standing.check = key.first;
  standing.instance = key.second;
  standing.status = entry.state.status;
  standing.known = entry.state.known;
  standing.since = entry.state.since;
  standing.generation = entry.state.generation;
  const CheckDocument* const document = find(key.first);
  standing.handed = document != nullptr && document->handed;
  standing.latest.check = key.first;
  standing.latest.instance = key.second;
  standing.latest.status = entry.seen ? entry.latest.status : entry.state.status;
  standing.latest.output = cut_to_bytes(entry.latest.output, output_bytes);
  standing.latest.trouble = cut_to_bytes(entry.latest.trouble, output_bytes);
  standing.latest.at = entry.latest.at;
  standing.latest.took_us = entry.latest.took_us;
  return standing;
}

std::vector<CheckStanding> CheckBook::standings() const {
  std::vector<CheckStanding> all;
  std::size_t bytes = 0;
  for (const auto& [key, entry] : entries_) {
    CheckStanding one = standing(key, entry, kHelloOutputBytes);
    bytes += weight(one);
    if (bytes > kHelloBytesMax) break;  // the rest follows as news
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<CheckStanding> CheckBook::take_news() {
  std::vector<CheckStanding> news;
  std::size_t bytes = 0;
  for (auto& [key, entry] : entries_) {
    if (!entry.news) continue;
    CheckStanding one = standing(key, entry, kNewsOutputBytes);
    one.latest.metrics = entry.latest.metrics;
    bytes += weight(one);
    if (bytes > kNewsBytesMax && !news.empty()) break;
    entry.news = false;
    news.push_back(std::move(one));
  }
  return news;
}

void CheckBook::everything_is_news() {
  for (auto& [key, entry] : entries_) entry.news = entry.seen;
}

SavedChecks CheckBook::picture(SpoolId spool, std::uint64_t seq) const {
  SavedChecks saved{std::move(spool), seq, {}};
  for (const auto& [key, entry] : entries_) {
    if (!entry.state.known) continue;
    saved.checks.push_back({key.first, key.second, entry.state.status, entry.state.certain, entry.state.since,
                            entry.state.generation});
  }
  return saved;
}

}  // namespace balm::agent
