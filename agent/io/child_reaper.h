// Reaps children that nobody waits for: the executor inherits whatever loses its parent below it, daemons of
// tasks above all, and a dead one that is not reaped looks alive to everyone who asks by its number.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include <sys/types.h>

#include "common/io/unique_fd.h"

namespace balm::agent {

class ChildReaper {
 public:
  // Blocks SIGCHLD in this thread; programs it starts must unblock it.
  ChildReaper();

  // Readable when a child has ended.
  int fd() const { return signals_.get(); }

  // Reaps the dead that are not in `others`, who are reaped by whoever started them. True when one of those
  // is dead and still there: ask again soon.
  bool reap(const std::set<pid_t>& others);

 private:
  UniqueFd signals_;
};

// Kills children of this process that run for a check (BALM_CHECK) and are not in `others`: a check has left
// them behind. How many there were, by check.
std::map<std::string, int> kill_check_leftovers(const std::set<pid_t>& others);

}  // namespace balm::agent
