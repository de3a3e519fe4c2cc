// Virtual time: what is due happens in the order of its time, and at equal times in the order it was asked
// for. Nothing ever waits.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "common/instant.h"

namespace balm::sim {

class Timeline {
 public:
  using Deed = std::function<void()>;

  // Time since the world began.
  Duration now() const { return now_; }

  void at(Duration when, Deed deed) {
    deeds_.emplace(Turn{when < now_ ? now_ : when, ++asked_}, std::move(deed));
  }
  void after(Duration pause, Deed deed) { at(now_ + pause, std::move(deed)); }

  // Lets everything happen that is due up to `end`, and no more than `deeds_max`. False: those were not
  // enough.
  bool run_until(Duration end, std::uint64_t deeds_max) {
    while (!stopped_ && !deeds_.empty() && deeds_.begin()->first.first <= end) {
      if (done_ >= deeds_max) return false;
      ++done_;
      auto next = deeds_.extract(deeds_.begin());
      now_ = next.key().first;
      last_ = next.mapped().target_type().name();
      next.mapped()();
    }
    if (!stopped_) now_ = end;
    return true;
  }

  // Nothing more happens.
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }

  std::uint64_t deeds() const { return done_; }
  // What happened last, as the compiler names it.
  const char* last() const { return last_; }

 private:
  using Turn = std::pair<Duration, std::uint64_t>;

  Duration now_{};
  std::uint64_t asked_ = 0;
  std::uint64_t done_ = 0;
  bool stopped_ = false;
  const char* last_ = "";
  std::map<Turn, Deed> deeds_;
};

}  // namespace balm::sim
