// As the executor is: while this lives, whatever loses its parent below this process becomes its child. At
// the end nothing of that is left to other tests.
#pragma once

#include <csignal>

#include <sys/prctl.h>
#include <sys/wait.h>

#include "agent/io/process_list.h"

namespace balm::agent {

class FosterChildren {
 public:
  FosterChildren() { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
  FosterChildren(const FosterChildren&) = delete;
  ~FosterChildren() {
    for (auto children = own_children(); !children.empty(); children = own_children()) {
      for (const pid_t pid : children) kill(pid, SIGKILL);
      for (const pid_t pid : children) waitpid(pid, nullptr, 0);
    }
    prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
  }
};

}  // namespace balm::agent
