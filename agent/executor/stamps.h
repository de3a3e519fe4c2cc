// The stamps this executor has issued: unpredictable words that travel to the master with each heartbeat and
// come back in a task. A stamp proves, on this host's own boot clock, how old the knowledge is that a task
// was decided on: no clock agreement with anyone, no forging, no holding back. Remembered in memory only: a
// restart makes every task on its way unknown.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "common/instant.h"

namespace balm::executor {

class Stamps {
 public:
  // Forgets the oldest above limits::kStampsKept.
  void issued(std::string stamp, Instant at);

  // When `stamp` was issued; nothing when it is not among the remembered ones.
  std::optional<Instant> issued_at(std::string_view stamp) const;

  // Empty before the first.
  std::string newest() const;

 private:
  struct Issued {
    std::string stamp;
    Instant at;
  };
  std::deque<Issued> issued_;  // newest last
};

}  // namespace balm::executor
