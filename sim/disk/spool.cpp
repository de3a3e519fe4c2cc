#include "sim/disk/spool.h"

#include <algorithm>

#include "common/invariant.h"
#include "common/wire.h"

namespace balm::sim {
namespace {

constexpr std::size_t kReadMax = 512;
constexpr std::size_t kKeptMax = 4'000;  // acknowledged events that are kept

}  // namespace

agent::SpoolFacts SimSpool::facts() const {
  agent::SpoolFacts facts{id_, next_seq(), acked_, {}};
  for (const Event& event : events_)
    if (event.seq > acked_)
      facts.waiting_bytes.push_back(static_cast<std::uint32_t>(wire::encode_event(event).size()));
  return facts;
}

Result<void> SimSpool::may_write() const {
  if (fault == Disk::Fault::None) return {};
  return Error{Error::Kind::Io, "the spool cannot be written", ""};
}

Result<void> SimSpool::append(const Event& event) {
  BALM_ASSERT(event.seq == next_seq());
  if (auto may = may_write(); !may) return may;
  events_.push_back(event);
  return {};
}

Result<void> SimSpool::sync() {
  if (auto may = may_write(); !may) return may;
  durable_upto_ = next_seq() - 1;
  return {};
}

Result<void> SimSpool::acked(std::uint64_t upto) {
  if (auto may = may_write(); !may) return may;
  acked_ = std::max(acked_, upto);
  while (events_.size() > kKeptMax && events_.front().seq <= acked_) {
    events_.erase(events_.begin());
    ++first_;
  }
  return {};
}

std::vector<Event> SimSpool::read(std::uint64_t from) const {
  if (from < first_ || from >= next_seq()) return {};
  const auto begin = events_.begin() + static_cast<std::ptrdiff_t>(from - first_);
  const auto count = std::min<std::ptrdiff_t>(events_.end() - begin, kReadMax);
  return {begin, begin + count};
}

Result<agent::SpoolFacts> SimSpool::renew(const SpoolId& id, std::uint64_t acked) {
  if (auto may = may_write(); !may) return may.error();
  std::erase_if(events_, [acked](const Event& event) { return event.seq <= acked; });
  first_ = 1;
  acked_ = 0;
  for (std::size_t i = 0; i < events_.size(); ++i) events_[i].seq = i + 1;
  durable_upto_ = events_.size();
  id_ = id;
  return facts();
}

std::size_t SimSpool::lose_power(Random& random) {
  const std::uint64_t unsynced = next_seq() - 1 - durable_upto_;
  if (unsynced == 0) return 0;
  const auto lost = static_cast<std::size_t>(random.below(unsynced + 1));
  events_.resize(events_.size() - lost);
  durable_upto_ = next_seq() - 1;
  return lost;
}

}  // namespace balm::sim
