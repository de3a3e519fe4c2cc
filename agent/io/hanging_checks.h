// Checks whose last run does not end even by KILL: a process that waits in the kernel for a dead disk or
// server. Such a check is not started again, or every interval would add one more; once the process is gone
// it runs again by itself.
#pragma once

#include <map>
#include <optional>
#include <set>

#include <sys/types.h>

#include "agent/io/process_list.h"
#include "common/ids.h"

namespace balm::agent {

class HangingChecks {
 public:
  void add(const CheckName& check, pid_t pid);

  // The process that still hangs; nothing when there is none any more.
  std::optional<pid_t> find(const CheckName& check);

  // All that still hang.
  std::set<pid_t> processes() const;

 private:
  std::map<CheckName, ProcessEntry> hanging_;
};

}  // namespace balm::agent
