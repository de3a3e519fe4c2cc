// How often unknown keys are heard. Each is stored for a person to look at, so whoever makes keys by the
// thousand would wear out the disk and push honest ones off the list; from one address, and from all
// together, only so many count in a time. Those that come too often are not heard and may knock again: agents
// do.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/instant.h"
#include "common/limits.h"

namespace balm::master {

class KnockLimit {
 public:
  // Whether a knock from `address` is heard now; it is counted when it is.
  bool hears(const std::string& address, Instant now);

  std::size_t sources() const { return sources_.size(); }  // at most limits::kStrangerSourcesMax

 private:
  struct Count {
    Instant since;
    std::uint32_t knocks = 0;

    bool over(Instant now) const { return now - since >= limits::kKnockWindow; }
    // Counts one more if there is room for it.
    bool take(std::uint32_t most, Instant now);
  };

  void forget_quiet(Instant now);

  Count all_;
  std::map<std::string, Count> sources_;
};

}  // namespace balm::master
