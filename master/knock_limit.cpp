#include "master/knock_limit.h"

namespace balm::master {

bool KnockLimit::Count::take(std::uint32_t most, Instant now) {
  if (over(now)) *this = {now, 0};
  if (knocks >= most) return false;
  ++knocks;
  return true;
}

bool KnockLimit::hears(const std::string& address, Instant now) {
  if (sources_.size() >= limits::kStrangerSourcesMax && !sources_.contains(address)) {
    forget_quiet(now);
    if (sources_.size() >= limits::kStrangerSourcesMax) return false;
  }
  Count& source = sources_.try_emplace(address, Count{now, 0}).first->second;
  return source.take(limits::kKnocksPerSourceMax, now) && all_.take(limits::kKnocksMax, now);
}

void KnockLimit::forget_quiet(Instant now) {
  std::erase_if(sources_, [&](const auto& entry) { return entry.second.over(now); });
}

}  // namespace balm::master
