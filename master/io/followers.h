// Operators who watch: events as they are stored, or one incident as it goes on. They see what is committed,
// never more; a follower that reads too slowly loses lines, and is told nothing false.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "common/message.h"
#include "common/result.h"
#include "master/effect.h"
#include "master/io/store.h"

namespace balm::master {

class Followers {
 public:
  static constexpr std::size_t kMax = 200;

  using Send = std::function<bool(std::uint64_t client, const Reply&)>;

  // A request "events.follow" or "incidents.follow". With `after`, what is stored behind that event comes
  // first, so that a stream that broke goes on without a gap. Call it while no transaction is open: what
  // is not committed yet will be seen by saw(). Errors: Refused (too many already), Usage, Io.
  Result<void> add(std::uint64_t client, const Request& request, Store& store, const Send& send);
  void leave(std::uint64_t client);

  // A part without data to everybody: the master is still there. Shows who has gone without a word, too.
  void reassure(const Send& send);

  // A committed effect.
  void saw(const Effect& effect, const Send& send);

  bool empty() const { return followers_.empty(); }

 private:
  struct Follower {
    std::uint64_t client = 0;
    std::uint64_t request = 0;
    std::string type_glob;  // events
    IncidentId incident;    // or one incident
  };
  Result<void> catch_up(const Follower& follower, EventId after, Store& store, const Send& send);
  void tell(const Follower& follower, Value data, bool more, const Send& send);

  std::map<std::uint64_t, Follower> followers_;
  std::uint64_t last_ = 0;
};

}  // namespace balm::master
